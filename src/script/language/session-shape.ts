import { called, either, ref } from '../../validation/build-shape.js';
import { text } from './texts.js';

/** Options of a session, or the path of a file with them. */
export const requestSession = called(
  either(text, ref('RequestSession')),
  'options of the session, or the path of a file with them',
);

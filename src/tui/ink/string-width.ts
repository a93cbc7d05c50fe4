import { stripVTControlCharacters } from 'node:util';
import { textWidth } from '../text/width.js';

/** Replaces `string-width`, whose table of emoji takes a tenth of a start to load; Ink measures only what nobody sees. */
function stringWidth(text: string): number {
  return textWidth(stripVTControlCharacters(text));
}

export { stringWidth as default };

import type { Intent } from '../../session/inputs.js';
import {
  boolean,
  everyType,
  json,
  object,
  oneOf,
  optional,
  required,
  string,
  variants,
} from '../../validation/build-shape.js';
import { clientEvent, fileUse, flag } from './part-shapes.js';

const nothing = object({});
const byId = object({ id: required(string) });

export const intentShape = variants(
  'type',
  everyType<Intent>()({
    'talk-start': nothing,
    'talk-send': nothing,
    'talk-discard': nothing,

    commit: nothing,
    interrupt: nothing,
    cancel: nothing,
    truncate: nothing,
    'clear-input': nothing,
    say: object({ text: required(string) }),
    'show-image': object({ source: required(string) }),
    'list-items': nothing,
    'tell-health': nothing,
    'retrieve-item': byId,
    'delete-item': byId,
    decide: object({
      callId: required(string),
      decision: required(oneOf('once', 'session', 'deny')),
    }),
    'send-event': object({ event: required(clientEvent) }),
    'change-options': object({ options: required(json) }),
    'change-model': object({ model: required(string) }),
    reconnect: nothing,
    retry: nothing,
    'show-session': nothing,
    'list-tools': nothing,
    'read-file': object({ use: required(fileUse), path: required(string) }),
    save: object({ path: optional(string), overwrite: optional(flag) }),
    mute: object({
      what: required(oneOf('microphone', 'speaker')),
      muted: required(boolean),
    }),
    quit: nothing,
  }),
  {},
);

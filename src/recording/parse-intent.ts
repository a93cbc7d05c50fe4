import { parseClientEvent } from '../protocol/parse.js';
import type { ClientEvent } from '../protocol/generated/types.js';
import type { Intent } from '../session/inputs.js';
import type { JsonObject } from '../shared/json.js';
import { UnfitLine, type Fields } from './line-fields.js';

/** What the person wanted, as an `intent` line holds it. @throws UnfitLine */
export function readIntent(fields: Fields): Intent {
  const type = fields.oneOf(
    'type',
    'talk-start',
    'talk-send',
    'talk-discard',
    'commit',
    'interrupt',
    'cancel',
    'truncate',
    'clear-input',
    'say',
    'show-image',
    'list-items',
    'tell-health',
    'retrieve-item',
    'delete-item',
    'decide',
    'send-event',
    'mute',
    'quit',
  );
  switch (type) {
    case 'say':
      return { type, text: fields.text('text') };
    case 'decide':
      return {
        type,
        callId: fields.text('callId'),
        decision: fields.oneOf('decision', 'once', 'session', 'deny'),
      };
    case 'send-event':
      return { type, event: readClientEvent(fields.object('event')) };
    case 'show-image':
      return { type, source: fields.text('source') };
    case 'retrieve-item':
    case 'delete-item':
      return { type, id: fields.text('id') };
    case 'mute':
      return {
        type,
        what: fields.oneOf('what', 'microphone', 'speaker'),
        muted: fields.flag('muted'),
      };
    case 'talk-start':
    case 'talk-send':
    case 'talk-discard':
    case 'commit':
    case 'interrupt':
    case 'cancel':
    case 'truncate':
    case 'clear-input':
    case 'list-items':
    case 'tell-health':
    case 'quit':
      return { type };
  }
}

function readClientEvent(raw: JsonObject): ClientEvent {
  const frame = parseClientEvent(JSON.stringify(raw));
  if (frame.kind !== 'known') throw new UnfitLine();
  return frame.event;
}

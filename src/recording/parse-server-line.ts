import { parseServerEvent } from '../protocol/parse.js';
import type { Input } from '../session/inputs.js';
import type { Fields } from './line-fields.js';

/** A `server` line. What the protocol once knew and no longer does is not lost: it comes back as unknown or malformed. */
export function readServer(fields: Fields, nowMs: number): Input {
  const raw = fields.object('raw');
  const bytes = fields.number('bytes');
  const frame = parseServerEvent(JSON.stringify(raw));
  switch (frame.kind) {
    case 'known':
      return {
        nowMs,
        type: 'server',
        event: frame.event,
        raw,
        bytes,
        audioSamples: fields.number('audioSamples'),
      };
    case 'unknown':
      return { nowMs, type: 'unknown-event', name: frame.name, raw, bytes };
    case 'malformed':
      return {
        nowMs,
        type: 'malformed-event',
        ...(frame.name === undefined ? {} : { name: frame.name }),
        reason: frame.reason,
        raw,
        bytes,
      };
  }
}

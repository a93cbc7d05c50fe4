import { shapes as protocolShapes } from '../../protocol/generated/shapes.js';
import { readServerEvent } from '../../protocol/parse.js';
import type { Input } from '../../session/inputs.js';
import type { JsonObject } from '../../shared/json.js';
import { fits } from '../../validation/validate.js';
import { knownFields } from './known-fields.js';
import { inputShape, type RecordedInput } from './line-shapes.js';

/**
 * The input that a line of `events.jsonl` holds (what `inputLine` wrote). Undefined when it holds none: a type of a
 * later version, or a field that is missing or of another kind.
 */
export function readLine(line: JsonObject): Input | undefined {
  const value = { ...knownFields(inputShape, line), nowMs: line['t'] ?? null };
  if (!fits(inputShape, value, 'strict', protocolShapes)) return undefined;
  return value.type === 'server' ? readAgain(value) : value;
}

/** What the protocol once knew and no longer does is not lost: it comes back as unknown or malformed. */
function readAgain(line: Extract<RecordedInput, { type: 'server' }>): Input {
  const { nowMs, raw, bytes, audioSamples } = line;
  const frame = readServerEvent(raw);
  switch (frame.kind) {
    case 'known':
      return { nowMs, type: 'server', event: frame.event, raw, bytes, audioSamples };
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

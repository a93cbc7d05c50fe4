import { shapes as protocolShapes } from '../../protocol/generated/shapes.js';
import { readServerEvent } from '../../protocol/parse.js';
import type { Input } from '../../session/inputs.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { fits } from '../../validation/validate.js';
import { knownFields } from './known-fields.js';
import { inputShape, type RecordedInput } from './line-shapes.js';

/**
 * The input that a line of `events.jsonl` holds (what `inputLine` wrote). Undefined when it holds none: a type of a
 * later version, or a field that is missing or of another kind.
 */
export function readLine(line: JsonObject): Input | undefined {
  return line['type'] === 'server' ? readServerLine(line) : readAnyLine(line);
}

/** The same as below, without walking the shape of the line: nine lines of ten are events of the service. */
function readServerLine({ t: nowMs, bytes, audioSamples, raw }: JsonObject): Input | undefined {
  return isNumber(nowMs) && isNumber(bytes) && isNumber(audioSamples) && isJsonObject(raw)
    ? readAgain({ nowMs, bytes, audioSamples, raw })
    : undefined;
}

function isNumber(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function readAnyLine(line: JsonObject): Input | undefined {
  const value = { ...knownFields(inputShape, line), nowMs: line['t'] ?? null };
  if (!fits(inputShape, value, 'strict', protocolShapes)) return undefined;
  return value.type === 'server' ? readAgain(value) : value;
}

type ServerLine = Omit<Extract<RecordedInput, { type: 'server' }>, 'type'>;

/** What the protocol once knew and no longer does is not lost: it comes back as unknown or malformed. */
function readAgain({ nowMs, raw, bytes, audioSamples }: ServerLine): Input {
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

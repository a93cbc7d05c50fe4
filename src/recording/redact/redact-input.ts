import { shapes } from '../../protocol/generated/shapes.js';
import { foreign } from '../../validation/build-shape.js';
import { fits } from '../../validation/validate.js';
import type { Input } from '../../session/inputs.js';
import { isJsonObject, toJson, type JsonObject } from '../../shared/json.js';
import { headerShape, type RecordingHeader } from '../lines/header-shape.js';
import { inputShape } from '../lines/line-shapes.js';
import { readLine } from '../lines/read-line.js';
import { inputLine } from '../lines/write-line.js';
import { blankShape, onlyNames } from './blank-shape.js';

const serverEvent = foreign('ServerEvent');
const clientEvent = foreign('ClientEvent');

/**
 * The same input without words: what was said, typed, called, answered and reported is blanked; kinds, ids, names of tools
 * and models, numbers and times stay. Undefined where the blanked input is not one of this version any more.
 */
export function redactInput(input: Input): Input | undefined {
  switch (input.type) {
    case 'played':
    case 'meters':
    case 'flushed':
    case 'audio-counters':
    case 'audio-health':
    case 'voice-ended':
      return input;
    case 'sent':
      return { ...input, ...redactRaw(input, input.raw) };
    default:
      return readLine(redactLine(input));
  }
}

function redactLine(input: Input): JsonObject {
  const { t, ...line } = inputLine(input);
  const blanked = blankShape(inputShape, { ...line, nowMs: t });
  const fields = isJsonObject(blanked) ? blanked : {};
  const raw = line['raw'];
  const size = line['bytes'];
  if (!isJsonObject(raw) || typeof size !== 'number') return { ...fields, t };
  return { ...fields, t, ...redactRaw({ type: input.type, bytes: size }, raw) };
}

/** The event, and its size where that tells of its words. */
function redactRaw(
  { type, bytes }: { readonly type: Input['type']; readonly bytes: number },
  raw: JsonObject,
): { readonly raw: JsonObject; readonly bytes: number } {
  const blanked = blankEvent(type, raw);
  const text = JSON.stringify(blanked);
  const isSame = text === JSON.stringify(raw);
  return { raw: blanked, bytes: isSame ? bytes : Buffer.byteLength(text) };
}

function blankEvent(type: Input['type'], raw: JsonObject): JsonObject {
  if (type !== 'server' && type !== 'sent') return onlyNames(raw);
  const blanked = blankShape(type === 'server' ? serverEvent : clientEvent, raw);
  return isJsonObject(blanked) ? blanked : {};
}

/** The header of a recording without words, marked as such. */
export function redactHeader(header: RecordingHeader): RecordingHeader {
  const known = Object.entries(toJson(header)).filter(([key]) => key !== 'endpoint');
  const blanked = blankShape(headerShape, Object.fromEntries(known));
  if (!fits(headerShape, blanked, 'strict', shapes))
    throw new Error('the redacted header is not a header');
  const redacted: RecordingHeader = blanked;
  return { ...redacted, redacted: true };
}

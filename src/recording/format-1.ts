import type { JsonObject, JsonValue } from '../shared/json.js';
import { number, object, oneOf, required, string } from '../validation/build-shape.js';
import { fits } from '../validation/validate.js';
import type { RecordingHeader } from './lines/header-shape.js';

const headerShape = object({
  program: required(string),
  startedAt: required(string),
  target: required(string),
  model: required(string),
  mode: required(oneOf('hands-free', 'push-to-talk', 'text')),
  inputRateHz: required(number),
  outputRateHz: required(number),
});

/** The names of timers, which had lines of their own in format 1. */
const wakes: ReadonlyMap<JsonValue | undefined, string> = new Map([
  ['reconnect', 'reconnect'],
  ['open-timeout', 'open-deadline'],
]);

/** A line of format 1 as this format has it. */
export function lineOfFormat1(line: JsonObject): JsonObject {
  const id = wakes.get(line['type']);
  return id === undefined ? line : { t: line['t'] ?? null, type: 'woke', id };
}

/** What recordings of format 1 do not have. */
export const lacksInFormat1: readonly string[] = [
  'session options',
  'tools',
  'approval policy',
  'prices',
  'level meters',
  'digest of the last state',
];

/** The header of format 1, with assumptions where it has nothing. Undefined when it is not one. */
export function readHeader1(line: JsonObject): RecordingHeader | undefined {
  if (!fits(headerShape, line, 'lenient')) return undefined;
  const { program, startedAt, target, model, mode, inputRateHz, outputRateHz } = line;
  return {
    program,
    startedAt,
    options: {
      target,
      emulated: target === 'emulator',
      model,
      mode,
      session: {},
      inputRateHz,
      outputRateHz,
      runnableTools: [],
      approve: 'ask',
      canAsk: true,
      startedAtMs: Date.parse(startedAt),
    },
  };
}

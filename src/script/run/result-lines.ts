import {
  boolean,
  integer,
  list,
  map,
  number,
  object,
  oneOf,
  optional,
  required,
  string,
} from '../../validation/build-shape.js';
import { fits } from '../../validation/validate.js';
import type { RepeatsResult, ScriptResult, Verdict } from '../model/result.js';
import type { RunResults } from './run-results.js';

const place = object({
  file: required(string),
  line: required(integer),
  column: required(integer),
});

const check = object({
  place: required(place),
  name: required(string),
  step: optional(integer),
  passed: required(boolean),
  expected: required(string),
  actual: required(string),
  value: optional(number),
  events: required(list(string)),
});

const repeatsShape = object({
  script: required(string),
  file: required(string),
  percentiles: required(list(check)),
});

/** Others would count as nothing: a later version cannot add one. */
const verdicts: readonly Verdict[] = ['passed', 'failed', 'error', 'interrupted'];

const shape = object({
  script: required(string),
  file: required(string),
  run: required(integer),
  attempt: required(integer),
  verdict: required(oneOf(...verdicts)),
  startedAt: required(string),
  elapsedMs: required(number),
  checks: required(list(check)),
  problems: required(
    list(object({ place: required(place), step: required(integer), reason: required(string) })),
  ),
  failure: optional(
    object({
      code: required(string),
      sentence: required(string),
      hint: optional(string),
      exitCode: required(integer),
    }),
  ),
  recording: optional(string),
  metrics: required(map(number)),
  latenciesMs: required(list(number)),
});

/**
 * Reads the lines of `run --json`. Of a run that was killed the last line may be cut short: it is left out.
 * @returns the number of the first line that is no result, when there is one before the last
 */
export function readResultLines(text: string): Omit<RunResults, 'notRun'> | number {
  const lines = text.split('\n');
  const results: ScriptResult[] = [];
  const repeats: RepeatsResult[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = parsed(line);
    if (fits(shape, value, 'lenient') && verdicts.includes(value.verdict)) results.push(value);
    else if (fits(repeatsShape, value, 'lenient')) repeats.push(value);
    else if (value !== undefined || index < lines.length - 1) return index + 1;
  }
  return { results, repeats };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

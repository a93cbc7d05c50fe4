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
import type { ScriptResult } from '../model/result.js';

const place = object({
  file: required(string),
  line: required(integer),
  column: required(integer),
});

const shape = object({
  script: required(string),
  file: required(string),
  run: required(integer),
  attempt: required(integer),
  verdict: required(oneOf('passed', 'failed', 'error', 'interrupted')),
  startedAt: required(string),
  elapsedMs: required(number),
  checks: required(
    list(
      object({
        place: required(place),
        name: required(string),
        step: optional(integer),
        passed: required(boolean),
        expected: required(string),
        actual: required(string),
        events: required(list(string)),
      }),
    ),
  ),
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
export function readResultLines(text: string): readonly ScriptResult[] | number {
  const lines = text.split('\n');
  const results: ScriptResult[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = parsed(line);
    if (fits(shape, value, 'lenient')) results.push(value);
    else if (value !== undefined || index < lines.length - 1) return index + 1;
  }
  return results;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

import { isJsonObject } from '../shared/json.js';
import type { RequestSession } from './generated/types.js';
import { problemAt, type Problem } from '../validation/problem.js';
import { withRightNames } from './old-names.js';
import { validate } from './validate.js';

/** Voice Live API description 2026-06-01-preview, `metadata` of RequestSession and ResponseCreateParams. */
const maxPairs = 16;
const maxKeyLength = 64;
const maxValueLength = 512;

/** Problems of a requested session by the API description, its corrections and its limits. */
export function checkRequestSession(value: unknown): readonly Problem[] {
  const problems = withRightNames(validate('RequestSession', value, 'strict'));
  return isJsonObject(value)
    ? [...problems, ...limitsOf(value['metadata'], ['metadata'])]
    : problems;
}

/** True when it has no problems. */
export function isRequestSession(value: unknown): value is RequestSession {
  return checkRequestSession(value).length === 0;
}

/** Problems of the metadata in a client event: of its session, or of the response it requests. */
export function metadataProblems(event: unknown): readonly Problem[] {
  if (!isJsonObject(event)) return [];
  return ['session', 'response'].flatMap((key) => {
    const carrier = event[key];
    return isJsonObject(carrier) ? limitsOf(carrier['metadata'], [key, 'metadata']) : [];
  });
}

function limitsOf(metadata: unknown, steps: readonly string[]): readonly Problem[] {
  if (!isJsonObject(metadata)) return [];
  const pairs = Object.entries(metadata);
  const problems: Problem[] = [];
  const report = (key: readonly string[], found: string, max: number): void => {
    problems.push(problemAt([...steps, ...key], { found, expected: `at most ${max}` }));
  };
  if (pairs.length > maxPairs) report([], `${pairs.length} pairs`, maxPairs);
  for (const [key, value] of pairs.slice(0, maxPairs)) {
    if (key.length > maxKeyLength) report([], `a key of ${key.length} characters`, maxKeyLength);
    if (typeof value === 'string' && value.length > maxValueLength) {
      report([key], `a value of ${value.length} characters`, maxValueLength);
    }
  }
  return problems;
}

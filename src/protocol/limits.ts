import { isJsonObject } from '../shared/json.js';
import type { RequestSession } from './generated/types.js';
import { type Problem } from '../validation/problem.js';
import { validate } from './validate.js';

/** Voice Live API description 2026-06-01-preview, `metadata` of RequestSession and ResponseCreateParams. */
const mostPairs = 16;
const longestKey = 64;
const longestValue = 512;

/** Everything that the description, its corrections and its limits hold against a session that is to be asked for. */
export function checkRequestSession(value: unknown): readonly Problem[] {
  const problems = validate('RequestSession', value, 'strict');
  return isJsonObject(value) ? [...problems, ...limitsOf(value['metadata'], 'metadata')] : problems;
}

/** True when nothing is held against it. */
export function isRequestSession(value: unknown): value is RequestSession {
  return checkRequestSession(value).length === 0;
}

/** The limits of metadata that a client event brings: of its session, or of the response it asks for. */
export function metadataProblems(event: unknown): readonly Problem[] {
  if (!isJsonObject(event)) return [];
  return ['session', 'response'].flatMap((key) => {
    const carrier = event[key];
    return isJsonObject(carrier) ? limitsOf(carrier['metadata'], `${key}.metadata`) : [];
  });
}

function limitsOf(metadata: unknown, path: string): readonly Problem[] {
  if (!isJsonObject(metadata)) return [];
  const pairs = Object.entries(metadata);
  const problems: Problem[] = [];
  if (pairs.length > mostPairs) {
    problems.push({ path, found: `${pairs.length} pairs`, expected: `at most ${mostPairs}` });
  }
  for (const [key, value] of pairs.slice(0, mostPairs)) {
    if (key.length > longestKey) {
      const found = `a key of ${key.length} characters`;
      problems.push({ path, found, expected: `at most ${longestKey}` });
    }
    if (typeof value === 'string' && value.length > longestValue) {
      const found = `a value of ${value.length} characters`;
      problems.push({
        path: `${path}.${key.slice(0, longestKey)}`,
        found,
        expected: `at most ${longestValue}`,
      });
    }
  }
  return problems;
}

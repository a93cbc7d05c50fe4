import { isJsonArray, isJsonObject, type JsonValue } from '../../shared/json.js';
import { messageOf } from '../../shared/errors.js';
import type { CallMatch, Check } from '../model/check.js';
import { matchesPart } from './json-match.js';
import { countLimit, describeLimit, isWithin } from './limits.js';
import type { Outcome } from './outcome.js';
import type { SeenCall } from './scope.js';
import { shortened } from './words.js';

type ToolsCheck = Extract<Check, { type: 'tools' }>;

/** Says what is wrong with a value by a JSON Schema; undefined when nothing is. */
export type SchemaCheck = (schema: JsonValue, value: JsonValue) => string | undefined;

/** @param checkSchema needed where a call has a schema */
export function checkTools(
  check: ToolsCheck,
  calls: readonly SeenCall[],
  checkSchema: SchemaCheck,
): Outcome {
  const problems = [
    ...check.calls.map((match) => countProblem(match, calls, checkSchema)),
    check.ordered ? orderProblem(check.calls, calls, checkSchema) : undefined,
    check.only ? othersProblem(check.calls, calls, checkSchema) : undefined,
  ].filter((problem) => problem !== undefined);
  return {
    passed: problems.length === 0,
    expected: describeTools(check),
    actual: [describeCalls(calls), ...problems].join('; '),
  };
}

/** Why a call is not the one that is expected; undefined when it is. */
function difference(
  match: CallMatch,
  call: SeenCall,
  checkSchema: SchemaCheck,
): string | undefined {
  if (call.name !== match.name) return `it calls ${call.name}`;
  if (match.arguments === undefined && match.schema === undefined) return undefined;
  const given = parsed(call.arguments);
  if (given === undefined) return 'its arguments are not JSON';
  if (match.arguments !== undefined && !matchesPart(match.arguments, given))
    return 'its arguments differ';
  const problem = match.schema === undefined ? undefined : checkSchema(match.schema, given);
  return problem === undefined ? undefined : `its arguments do not fit the schema: ${problem}`;
}

function countProblem(
  match: CallMatch,
  calls: readonly SeenCall[],
  checkSchema: SchemaCheck,
): string | undefined {
  const named = calls.filter(({ name }) => name === match.name);
  const differences = named.map((call) => difference(match, call, checkSchema));
  const count = differences.filter((each) => each === undefined).length;
  if (isWithin(countLimit(match.count), count)) return undefined;
  const reason = differences.find((each) => each !== undefined);
  const why = reason === undefined ? '' : ` (${reason})`;
  return `${count === 0 ? 'no call' : times(count)} of ${match.name} as expected${why}`;
}

function orderProblem(
  matches: readonly CallMatch[],
  calls: readonly SeenCall[],
  checkSchema: SchemaCheck,
): string | undefined {
  let at = 0;
  for (const match of matches) {
    const needed = countLimit(match.count).min ?? 0;
    for (let found = 0; found < needed; found += 1) {
      const next = calls.findIndex(
        (call, index) => index >= at && difference(match, call, checkSchema) === undefined,
      );
      if (next < 0) return `no call of ${match.name} in its place`;
      at = next + 1;
    }
  }
  return undefined;
}

function othersProblem(
  matches: readonly CallMatch[],
  calls: readonly SeenCall[],
  checkSchema: SchemaCheck,
): string | undefined {
  const other = calls.find((call) =>
    matches.every((match) => difference(match, call, checkSchema) !== undefined),
  );
  return other && `${other.name} was not expected`;
}

function describeTools({ calls, ordered, only }: ToolsCheck): string {
  const words = calls.map((match) => {
    const given = match.arguments === undefined ? '' : ` with ${JSON.stringify(match.arguments)}`;
    const schema = match.schema === undefined ? '' : ' with arguments that fit the schema';
    const limit = countLimit(match.count);
    const count = limit.min === 1 && limit.max === undefined ? '' : `, ${describeLimit(limit)}`;
    return `${match.name}${given}${schema}${count}`;
  });
  if (words.length === 0) return only ? 'no tool call' : 'any tool calls';
  const list = words.join(ordered ? ', then ' : ' and ');
  return only ? `${list}, and no other call` : list;
}

function describeCalls(calls: readonly SeenCall[]): string {
  if (calls.length === 0) return 'no tool was called';
  return shortened(calls.map((call) => `${call.name}(${call.arguments})`).join(', '));
}

function times(count: number): string {
  return count === 1 ? '1 call' : `${count} calls`;
}

function parsed(text: string): JsonValue | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isJson(value: unknown): value is JsonValue {
  return (
    value === null ||
    ['string', 'number', 'boolean'].includes(typeof value) ||
    isJsonArray(value) ||
    isJsonObject(value)
  );
}

/** Loads the validator, which only scripts with schemas need. */
export async function loadSchemaCheck(): Promise<SchemaCheck> {
  const { Validator } = await import('@cfworker/json-schema');
  return (schema, value) => {
    if (!isJsonObject(schema) && typeof schema !== 'boolean') return 'the schema is not an object';
    try {
      const { valid, errors } = new Validator(schema, '2020-12', true).validate(value);
      if (valid) return undefined;
      const last = errors.at(-1);
      return last === undefined ? 'no reason given' : `${last.instanceLocation} ${last.error}`;
    } catch (thrown) {
      return `the schema cannot be used: ${messageOf(thrown)}`;
    }
  };
}

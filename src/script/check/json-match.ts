import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import type { FieldMatch } from '../model/check.js';

/**
 * Whether a value has everything that is expected: objects may have more members, at every depth; lists have the same
 * length, each element matching in part; everything else is equal.
 */
export function matchesPart(expected: JsonValue, actual: JsonValue | undefined): boolean {
  if (isJsonArray(expected))
    return (
      isJsonArray(actual) &&
      actual.length === expected.length &&
      expected.every((each, index) => matchesPart(each, actual[index]))
    );
  if (isJsonObject(expected))
    return (
      isJsonObject(actual) &&
      Object.entries(expected).every(
        ([key, value]) => Object.hasOwn(actual, key) && matchesPart(value, actual[key]),
      )
    );
  return expected === actual;
}

/** Whether every field is as expected; one that is not there is not null. */
export function matchesFields(where: readonly FieldMatch[], value: JsonObject): boolean {
  return where.every(({ path, value: expected }) => matchesPart(expected, memberAt(value, path)));
}

/** The member at a path such as `item.content[0].text`; undefined where there is none. */
export function memberAt(value: JsonValue, path: string): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const [, name, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    if (index !== undefined) at = isJsonArray(at) ? at[Number(index)] : undefined;
    else if (name !== undefined)
      at = isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }
  return at;
}

export function describeFields(where: readonly FieldMatch[]): string {
  return where.map(({ path, value }) => `${path} ${JSON.stringify(value)}`).join(', ');
}

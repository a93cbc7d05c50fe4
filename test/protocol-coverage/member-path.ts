import { isJsonArray, isJsonObject, type JsonValue } from '../../src/shared/json.js';

/** The way to an option in a value, from its path in the tables: `tools[](mcp).headers` is `tools`, 0, `headers`. */
export function stepsOf(path: string): readonly (string | number)[] {
  return path
    .replace(/\([^)]*\)/g, '')
    .replaceAll('[]', '.0')
    .split('.')
    .map((step) => (step === '0' ? 0 : step));
}

export function valueAt(
  value: JsonValue | undefined,
  [step, ...rest]: readonly (string | number)[],
): JsonValue | undefined {
  if (step === undefined) return value;
  if (isJsonArray(value)) return typeof step === 'number' ? valueAt(value[step], rest) : undefined;
  return isJsonObject(value) ? valueAt(value[step], rest) : undefined;
}

/** The value with another one in one place. */
export function changedAt(
  value: JsonValue | undefined,
  steps: readonly (string | number)[],
  change: (before: JsonValue | undefined) => JsonValue,
): JsonValue {
  const [step, ...rest] = steps;
  if (step === undefined) return change(value);
  if (isJsonArray(value))
    return value.map((item, index) => (index === step ? changedAt(item, rest, change) : item));
  const object = isJsonObject(value) ? value : {};
  return { ...object, [step]: changedAt(object[step], rest, change) };
}

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';

const placeholder = /\{\{\s*([\w.]+)\s*\}\}/g;

function lookUp(path: string, values: JsonObject): JsonValue | undefined {
  let value: JsonValue | undefined = values;
  for (const key of path.split('.')) {
    value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

/**
 * Fills `{{name}}` and `{{name.field}}` in a text. Undefined when a value is missing, so that the caller can fall back
 * to another text.
 */
export function fillTemplate(text: string, values: JsonObject): string | undefined {
  const paths = [...text.matchAll(placeholder)].map((match) => match[1] ?? '');
  if (paths.some((path) => (lookUp(path, values) ?? null) === null)) return undefined;
  return text.replace(placeholder, (_, path: string) => {
    const value = lookUp(path, values);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/**
 * Fills templates in every string of a value. A string that is a single placeholder becomes the value itself, so that
 * numbers stay numbers; one that cannot be filled stays unchanged.
 */
export function fillDeep(value: JsonValue, values: JsonObject): JsonValue {
  if (typeof value === 'string') {
    const whole = /^\{\{\s*([\w.]+)\s*\}\}$/.exec(value)?.[1];
    const found = whole === undefined ? undefined : lookUp(whole, values);
    return found ?? fillTemplate(value, values) ?? value;
  }
  if (isJsonArray(value)) return value.map((element) => fillDeep(element, values));
  return isJsonObject(value) ? fillObject(value, values) : value;
}

/** `fillDeep` for an object: the arguments of a tool, or an event. */
export function fillObject(given: JsonObject, values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, fillDeep(value, values)]),
  );
}

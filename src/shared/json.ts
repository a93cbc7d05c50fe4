/** Any value that JSON can carry. */
export type JsonValue = string | number | boolean | null | JsonObject | readonly JsonValue[];

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** True for an object that is neither null nor an array; its values are assumed to be JSON. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Like `Array.isArray`, but with JSON elements instead of `any`. */
export function isJsonArray(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The same object; of a type whose values are known to be JSON. */
export function toJson(value: object): JsonObject {
  return isJsonObject(value) ? value : {};
}

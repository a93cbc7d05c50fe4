import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { memberFor } from '../../validation/resolve-shape.js';
import type { Shape } from '../../validation/shape.js';

/** A copy with only those keys that the shape names: a later version of the program may write more. */
export function knownFields(shape: Shape, value: JsonObject): JsonObject;
export function knownFields(shape: Shape, value: JsonValue): JsonValue;
export function knownFields(shape: Shape, value: JsonValue): JsonValue {
  if (typeof value !== 'object') return value;
  if (shape.kind === 'array' && isJsonArray(value))
    return value.map((item) => knownFields(shape.items, item));
  if (!isJsonObject(value)) return value;
  if (shape.kind === 'tagged') {
    const member = memberFor(shape, value, {});
    return member === undefined ? value : knownFields(member, value);
  }
  if (shape.kind !== 'object') return value;
  const known: Record<string, JsonValue> = {};
  // In the order of the value: some text is made of what an object lists.
  for (const key of Object.keys(value)) {
    const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
    const item = value[key];
    if (field !== undefined && item !== undefined) known[key] = knownFields(field.shape, item);
  }
  return known;
}

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../shared/json.js';
import { shapes } from './generated/shapes.js';
import { memberFor, optionFor, resolveShape } from '../validation/resolve-shape.js';
import type { Field, Shape } from '../validation/shape.js';

/** For values of unknown shape: everything below is visited. */
const unknownShape: Shape = { kind: 'object', fields: {} };

/**
 * A copy of `value` without the keys whose value is null, since the service writes null for nearly
 * every option that is absent. Null stays where it means something: in arrays, in options that it
 * switches off, and inside JSON of others (a tool's schema, an MCP error).
 * Parts without such a key are shared with `value`, not copied.
 */
export function withoutNulls(shape: Shape, value: JsonObject): JsonObject {
  if (!hasNull(value)) return value;
  const result = withoutNullsBelow(shape, value);
  return isJsonObject(result) ? result : value;
}

/** Most events have none, and their shapes need not be walked. */
function hasNull(value: JsonValue | undefined): boolean {
  if (typeof value !== 'object') return false;
  if (value === null) return true;
  if (!isJsonObject(value)) return value.some(hasNull);
  for (const key in value) if (hasNull(value[key])) return true;
  return false;
}

function withoutNullsBelow(reference: Shape, value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  const shape = resolveShape(reference, shapes);
  if (shape.kind === 'any') return value;
  if (shape.kind === 'either') {
    return withoutNullsBelow(optionFor(shape.options, value, shapes) ?? unknownShape, value);
  }
  if (isJsonArray(value)) {
    const items = shape.kind === 'array' ? shape.items : unknownShape;
    const copy = value.map((item) => withoutNullsBelow(items, item));
    return copy.some((item, index) => item !== value[index]) ? copy : value;
  }
  if (!isJsonObject(value)) return value;
  if (shape.kind === 'tagged') {
    return withoutNullsBelow(memberFor(shape, value, shapes) ?? unknownShape, value);
  }
  if (shape.kind === 'map') {
    const { values } = shape;
    return values.kind === 'any' ? value : copyWithout(value, () => fieldOf(values));
  }
  const fields = shape.kind === 'object' ? shape.fields : {};
  return copyWithout(value, (key) => (Object.hasOwn(fields, key) ? fields[key] : undefined));
}

function copyWithout(value: JsonObject, field: (key: string) => Field | undefined): JsonObject {
  const kept: [string, JsonValue][] = [];
  let changed = false;
  for (const [key, item] of Object.entries(value)) {
    const known = field(key) ?? fieldOf(unknownShape);
    if (item === null && !known.nullable) {
      changed = true;
      continue;
    }
    const cleaned = withoutNullsBelow(known.shape, item);
    if (cleaned !== item) changed = true;
    kept.push([key, cleaned]);
  }
  return changed ? Object.fromEntries(kept) : value;
}

function fieldOf(shape: Shape): Field {
  return { shape, optional: true, nullable: false };
}

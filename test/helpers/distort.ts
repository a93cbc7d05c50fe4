import { memberFor, resolveShape } from '../../src/validation/resolve-shape.js';
import { shapes } from '../../src/protocol/generated/shapes.js';
import type { Shape } from '../../src/validation/shape.js';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../src/shared/json.js';
import { serverEvents } from '../protocol-coverage/server-events.js';
import type { ServerCase } from '../protocol-coverage/server-case.js';

/** An example of every event of the service, as it would come. */
export function serverSamples(): readonly JsonObject[] {
  return Object.entries<ServerCase>(serverEvents).map(([type, { event }]) => {
    const copy: unknown = JSON.parse(JSON.stringify({ type, event_id: `event_${type}`, ...event }));
    if (!isJsonObject(copy)) throw new Error(type);
    return copy;
  });
}

type Change = (key: string, value: JsonValue) => JsonValue | undefined;

/** A copy in which every property is what `change` says; the type of an event, item or part stays. */
function mapFields(value: JsonValue, change: Change): JsonValue {
  if (isJsonArray(value)) return value.map((item) => mapFields(item, change));
  if (!isJsonObject(value)) return value;
  const fields = Object.entries(value).flatMap(([key, field]): [string, JsonValue][] => {
    const next = key === 'type' ? field : change(key, field);
    return next === undefined ? [] : [[key, next === field ? mapFields(field, change) : next]];
  });
  return Object.fromEntries(fields);
}

/** Every property null but `type`. */
export function nullsEverywhere(event: JsonObject): JsonValue {
  return mapFields(event, () => null);
}

/** Every property of an unexpected kind. */
export function wrongKinds(event: JsonObject): JsonValue {
  return mapFields(event, (_key, value) =>
    typeof value === 'string' ? 42 : isJsonArray(value) ? 'text' : [[['deep']]],
  );
}

/** Keys and members that nobody has heard of, at every level. */
export function unknownKeys(event: JsonObject): JsonValue {
  const more = { x_new: { a: [1, { b: null }] }, __proto__x: 1, constructor: 'x' };
  const add = (value: JsonValue): JsonValue => {
    if (isJsonArray(value)) return value.map(add);
    if (!isJsonObject(value)) return value;
    return {
      ...Object.fromEntries(Object.entries(value).map(([key, field]) => [key, add(field)])),
      ...more,
    };
  };
  return add(event);
}

/** Only what the description requires. */
export function requiredOnly(event: JsonObject): JsonValue {
  return strip(shapes.ServerEvent, event);
}

function strip(reference: Shape, value: JsonValue): JsonValue {
  const shape = resolveShape(reference, shapes);
  if (shape.kind === 'tagged' && isJsonObject(value)) {
    const member = memberFor(shape, value, shapes);
    return member === undefined ? value : strip(member, value);
  }
  if (shape.kind !== 'object' || !isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]): [string, JsonValue][] => {
      const known = shape.fields[key];
      return known === undefined || known.optional ? [] : [[key, strip(known.shape, field)]];
    }),
  );
}

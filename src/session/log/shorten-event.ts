import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';

const maxTextLength = 1000;
const maxMembers = 40;
const maxDepth = 6;

/** A large event as the log keeps it: long texts, lists and deep values are cut and marked. A recording has all of it. */
export function shortenEvent(event: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(event)
      .slice(0, maxMembers)
      .map(([key, value]) => [key.slice(0, maxTextLength), short(value, 1)]),
  );
}

function short(value: JsonValue, depth: number): JsonValue {
  if (typeof value === 'string') {
    const rest = value.length - maxTextLength;
    return rest > 0 ? `${value.slice(0, maxTextLength)}… (${rest} more characters)` : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return '…';
  // Fewer members further down bound the size of the whole.
  const members = Math.max(4, Math.floor(maxMembers / depth));
  if (isJsonArray(value)) {
    const rest = value.length - members;
    const kept = value.slice(0, members).map((item) => short(item, depth + 1));
    return rest > 0 ? [...kept, `… (${rest} more)`] : kept;
  }
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .slice(0, members)
          .map(([key, item]) => [key.slice(0, maxTextLength), short(item, depth + 1)]),
      )
    : value;
}

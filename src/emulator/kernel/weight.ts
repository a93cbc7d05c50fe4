import { isJsonArray, isJsonObject, type JsonValue } from '../../shared/json.js';

/** What a container and each of its values take beside their text. */
const valueBytes = 16;

/** About how many bytes a JSON value takes in memory. */
export function weightOf(value: JsonValue | undefined): number {
  if (typeof value === 'string') return valueBytes + value.length;
  if (isJsonArray(value))
    return value.reduce((sum: number, each) => sum + weightOf(each), valueBytes);
  if (!isJsonObject(value)) return valueBytes;
  return Object.entries(value).reduce(
    (sum, [key, each]) => sum + key.length + weightOf(each),
    valueBytes,
  );
}

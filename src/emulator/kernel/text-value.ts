import type { JsonValue } from '../../shared/json.js';

/** The value if it is a string, else an empty string. */
export function textValue(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

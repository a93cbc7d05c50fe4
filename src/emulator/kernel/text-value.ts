import type { JsonValue } from '../../shared/json.js';

/** A field that should be a text; anything else reads as an empty one. */
export function textValue(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

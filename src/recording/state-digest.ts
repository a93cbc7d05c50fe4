import { createHash } from 'node:crypto';
import type { SessionState } from '../session/state.js';
import { isJsonObject } from '../shared/json.js';

/** A digest of each field of a session state. */
export type StateDigest = Readonly<Record<string, string>>;

/** Hexadecimal digits kept of each SHA-256. */
const digits = 16;

/** Digests of the fields as JSON with sorted keys: equal for states that hold the same. */
export function digestOf(state: SessionState): StateDigest {
  return Object.fromEntries(
    Object.entries<unknown>({ ...state })
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [field, digest(canonical(value))]),
  );
}

/** Names of the fields in which two states differ. */
export function differingFields(left: StateDigest, right: StateDigest): readonly string[] {
  const fields = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...fields].filter((field) => left[field] !== right[field]).sort();
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    isJsonObject(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

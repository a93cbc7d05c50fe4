import { randomInt } from 'node:crypto';
import { createRedactor } from '../../shared/redact.js';

/** Secrets that are kept; what comes later is hidden and cannot be put back. */
const maxKept = 1000;
const maxKeptCharacters = 1024 * 1024;

/**
 * Keeps secrets out of the session: what enters the state gets a placeholder such as `<redacted 483920>` in their place,
 * what leaves for the service or a tool gets them back. So the state, the log and every output hold the same text.
 */
export interface Vault {
  /** Looks for these from now on; other secrets are found by the fields and texts in which they stand. */
  learn(secrets: readonly string[]): void;
  hide<Value>(value: Value): Value;
  reveal<Value>(value: Value): Value;
}

export function createVault(): Vault {
  const learned = new Set<string>();
  const placeholders = new Map<string, string>();
  const kept = new Map<string, string>();
  let characters = 0;
  // Starts anywhere, so that nobody can write a placeholder to be given a secret.
  let next = randomInt(100_000, 1_000_000_000);
  const replace = (secret: string): string => {
    const known = placeholders.get(secret);
    if (known !== undefined) return known;
    if (kept.size >= maxKept || characters + secret.length > maxKeptCharacters) return '<redacted>';
    const placeholder = `<redacted ${next}>`;
    next += 1;
    characters += secret.length;
    placeholders.set(secret, placeholder);
    kept.set(placeholder, secret);
    return placeholder;
  };
  let redactor = createRedactor([], replace);
  const revealed = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.replace(/<redacted \d+>/g, (found) => kept.get(found) ?? found);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(revealed);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revealed(item)]));
  };
  function reveal<Value>(value: Value): Value;
  function reveal(value: unknown): unknown {
    return kept.size === 0 ? value : revealed(value);
  }
  return {
    learn(secrets) {
      for (const secret of secrets) learned.add(secret);
      redactor = createRedactor([...learned], replace);
    },
    hide: (value) => redactor.redact(value),
    reveal,
  };
}

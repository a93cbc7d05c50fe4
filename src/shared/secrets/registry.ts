import { randomInt } from 'node:crypto';
import { createRedactor } from './redact.js';
import { minSecretLength } from './secret-forms.js';
import type { TextStream } from './text-stream.js';

/** Secrets that are looked for (drop-oldest): tokens that are fetched again and again must not grow without end. */
const maxLearned = 500;
const maxLearnedCharacters = 64 * 1024;
/** Hidden texts that can be put back; what comes later is hidden for good (drop-newest). */
const maxKept = 1000;
const maxKeptCharacters = 1024 * 1024;

/**
 * Everything secret in one session, and the only way in which any part of the program keeps it out of state, log, screen
 * and messages. What enters the session gets a placeholder such as `<redacted 483920>` in place of a secret, what leaves
 * for the service or a tool gets the secret back: so the state, the log and every output hold the same text.
 */
export interface Secrets {
  /**
   * Looks for these from now on; other secrets are found by the fields and texts in which they stand.
   * @returns how many are shorter than 8 characters and therefore not looked for
   */
  learn(secrets: readonly string[]): number;
  /** The value itself, or a copy with placeholders. */
  readonly hide: <Value>(value: Value) => Value;
  reveal<Value>(value: Value): Value;
  /** Whether a learned secret stands in the text. */
  holds(text: string): boolean;
  /** Hides what comes in pieces; a secret may stand across them. Knows what is learned by now. */
  openStream(): TextStream;
}

export function createSecrets(): Secrets {
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
      const long = secrets.filter((secret) => secret.length >= minSecretLength);
      if (!long.every((secret) => learned.has(secret))) {
        for (const secret of long) learned.add(secret);
        let total = [...learned].join('').length;
        for (const oldest of learned) {
          if (learned.size <= maxLearned && total <= maxLearnedCharacters) break;
          learned.delete(oldest);
          total -= oldest.length;
        }
        redactor = createRedactor([...learned], replace);
      }
      return secrets.filter((secret) => secret !== '').length - long.length;
    },
    hide: (value) => redactor.redact(value),
    reveal,
    holds: (text) => redactor.holds(text),
    openStream: () => redactor.openStream(),
  };
}

import { randomInt } from 'node:crypto';
import { textHash } from '../../shared/text-hash.js';

/** A stream of pseudo-random numbers; the same seed gives the same stream on every machine. */
export interface Prng {
  /** Integer in [from, to], both included. */
  between(from: number, to: number): number;
  /** An independent stream; the same label gives the same stream, whatever was drawn before. */
  fork(label: string): Prng;
}

/** Mulberry32 with `seed`; without a seed every call creates a different stream. */
export function createPrng(seed: number | undefined): Prng {
  const start = (seed ?? randomInt(2 ** 32)) >>> 0;
  let state = start;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    fork: (label) => createPrng(textHash(label, start)),
  };
}

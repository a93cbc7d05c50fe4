import { saidWords, writtenWords } from './text.js';
import { syllables } from './timing.js';
import type { SpokenWord } from '../kernel/speech.js';
import { textHash } from '../../shared/text-hash.js';

/** Rate of the stand-in's samples. */
export const standInRateHz = 16_000;

/** About 150 words per minute at 1.4 syllables per word, with the gaps below. */
const syllableMs = 215;
const wordGapMs = 45;
const commaMs = 220;
const edgeMs = 40;

/** First three formants of vowels in Hz (Peterson and Barney 1952, table II, men). */
const vowels = [
  [270, 2290, 3010],
  [530, 1840, 2480],
  [730, 1090, 2440],
  [570, 840, 2410],
  [300, 870, 2240],
  [640, 1190, 2390],
  [490, 1350, 1690],
] as const;

function random(seed: number): () => number {
  let state = (seed | 1) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 0x1_0000_0000;
  };
}

/** Two-pole resonator, unit gain at 0 Hz (Klatt 1980, section I.B). */
function resonator(frequencyHz: number, bandwidthHz: number): (input: number) => number {
  const radius = Math.exp((-Math.PI * bandwidthHz) / standInRateHz);
  const b = 2 * radius * Math.cos((2 * Math.PI * frequencyHz) / standInRateHz);
  const c = -radius * radius;
  const a = 1 - b - c;
  let before = 0;
  let beforeThat = 0;
  return (input) => {
    const output = a * input + b * before + c * beforeThat;
    beforeThat = before;
    before = output;
    return output;
  };
}

interface Syllable {
  readonly samples: number;
  readonly startHz: number;
  readonly endHz: number;
}

/** A consonant's burst of noise, then a vowel that swells and fades. */
function writeSyllable(out: Int16Array, from: number, shape: Syllable, next: () => number): void {
  const formants = vowels[Math.floor(next() * vowels.length)] ?? vowels[0];
  const throat = formants.map((hz, index) => resonator(hz, 70 + index * 40));
  const burst = Math.floor(shape.samples * (0.12 + next() * 0.14));
  const hiss = resonator(2500 + next() * 3500, 900);
  let phase = 0;
  let pulse = 0;
  for (let index = 0; index < shape.samples; index += 1) {
    const done = index / shape.samples;
    phase += (shape.startHz + (shape.endHz - shape.startHz) * done) / standInRateHz;
    if (phase >= 1) {
      phase -= 1;
      pulse = 1;
    }
    pulse *= 0.9;
    const vowelDone = Math.max(0, (index - burst * 0.7) / (shape.samples - burst * 0.7));
    const swell = Math.sin(Math.PI * vowelDone ** 0.7);
    const voiced = throat.reduce((sum, filter) => filter(sum), pulse - 0.1) * swell;
    const noise = index < burst ? hiss(next() - 0.5) * Math.sin((Math.PI * index) / burst) : 0;
    out[from + index] = Math.round(Math.max(-1, Math.min(1, voiced * 0.5 + noise * 0.25)) * 20_000);
  }
}

interface StandIn {
  readonly samples: Int16Array;
  readonly words: readonly SpokenWord[];
}

/**
 * Speech-like audio for text that nothing available can speak: syllables with vowels and consonants, a falling pitch
 * (rising before a question mark), pauses at punctuation, about 150 words per minute. The same text gives the same samples.
 * Yields after each word, as it takes a while.
 * @param pitchHz mean pitch of the voice
 */
export function* standIn(text: string, pitchHz: number): Generator<undefined, StandIn> {
  const tokens = text.split(/\s+/u).filter((token) => writtenWords(token).length > 0);
  const next = random(textHash(text));
  const plan = tokens.map((token) => {
    const lengths = saidWords(token)
      .flatMap((word) => Array.from({ length: Math.min(12, syllables(word)) }, () => syllableMs))
      .map((ms) => ms * (0.8 + next() * 0.4));
    const pauseMs = /[,;:.!?…–—]["'”’)]*$/u.test(token) ? commaMs : wordGapMs;
    return { token, lengths: lengths.length > 0 ? lengths : [syllableMs], pauseMs };
  });
  const totalMs = plan.reduce(
    (sum, word) => sum + word.pauseMs + word.lengths.reduce((ms, length) => ms + length, 0),
    2 * edgeMs,
  );
  const samples = new Int16Array(Math.ceil((totalMs * standInRateHz) / 1000));
  const isQuestion = /\?["'”’)]*\s*$/u.test(text);
  let atMs = edgeMs;
  const words: SpokenWord[] = [];
  for (const { token, lengths, pauseMs } of plan) {
    const startMs = atMs;
    for (const lengthMs of lengths) {
      const done = atMs / totalMs;
      const lift = isQuestion && done > 0.75 ? (done - 0.75) * 2 : 0;
      const startHz = pitchHz * (1.15 - 0.3 * done + lift + next() * 0.08);
      const shape = {
        samples: Math.floor((lengthMs * standInRateHz) / 1000),
        startHz,
        endHz: startHz * (0.92 + lift),
      };
      writeSyllable(samples, Math.floor((atMs * standInRateHz) / 1000), shape, next);
      atMs += lengthMs;
    }
    const endMs = atMs;
    atMs += pauseMs;
    words.push({ text: writtenWords(token)[0] ?? token, startMs, endMs });
    yield undefined;
  }
  return { samples, words };
}

import { samplesToMs } from '../../audio/pure/pcm.js';
import type { SpokenWord } from '../kernel/speech.js';
import { saidWords, writtenWords } from './text.js';

/** Samples louder than this (of 32768) belong to the speech. */
const audible = 250;
/** The pause at a comma and the like, counted in syllables. */
const pauseSyllables = 1.3;

/** Syllables of one spoken word, counted as groups of vowels; at least one. */
export function syllables(word: string): number {
  const groups = word.replace(/(?<=[^aeiouyl])e$/u, '').match(/[aeiouyà-öø-ÿ]+/gu);
  return Math.max(1, groups?.length ?? 1);
}

/** Syllables of a written word as spoken, e.g. 3 for `23`. */
export function writtenSyllables(written: string): number {
  return Math.max(
    1,
    saidWords(written).reduce((sum, word) => sum + syllables(word), 0),
  );
}

/** First and one-past-last audible sample; both 0 when there is none. */
export function speechSpan(samples: Int16Array): { readonly start: number; readonly end: number } {
  const isHeard = (sample: number): boolean => Math.abs(sample) > audible;
  const start = samples.findIndex(isHeard);
  return start < 0 ? { start: 0, end: 0 } : { start, end: samples.findLastIndex(isHeard) + 1 };
}

/**
 * Estimates the position of each word in its speech: divides the audible span by syllables and allows for pauses at
 * punctuation.
 */
export function estimateWords(
  text: string,
  samples: Int16Array,
  rateHz: number,
): readonly SpokenWord[] {
  const span = speechSpan(samples);
  const spanMs = samplesToMs(span.end - span.start, rateHz);
  const tokens = text.split(/\s+/u).filter((token) => writtenWords(token).length > 0);
  const weights = tokens.map((token, index) => ({
    word: writtenSyllables(token),
    pause: index < tokens.length - 1 && /[,;:.!?…–—]["'”’)]*$/u.test(token) ? pauseSyllables : 0,
  }));
  const total = weights.reduce((sum, weight) => sum + weight.word + weight.pause, 0);
  let atMs = samplesToMs(span.start, rateHz);
  return tokens.map((token, index) => {
    const weight = weights[index] ?? { word: 1, pause: 0 };
    const startMs = atMs;
    const endMs = startMs + (spanMs * weight.word) / total;
    atMs = endMs + (spanMs * weight.pause) / total;
    return { text: writtenWords(token)[0] ?? token, startMs, endMs };
  });
}

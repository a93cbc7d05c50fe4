import type { SpokenWord } from '../session/state.js';
import type { Span, Word } from './report.js';

/** A pause at the end of a clause, in letters. */
const pauseLetters = 4;
const pausing = /[,.;:!?…]$/;

/** Words spread over a time by their length: an estimate. Times from 0 to `totalMs`. */
function spreadWords(text: string, totalMs: number): readonly (Span & { readonly text: string })[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const lengths = words.map((word) => word.length + (pausing.test(word) ? pauseLetters : 1));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let at = 0;
  return words.map((word, index) => {
    const startMs = (at / total) * totalMs;
    at += lengths[index] ?? 0;
    const share = ((at - (pausing.test(word) ? pauseLetters : 1)) / total) * totalMs;
    return { text: word, startMs, endMs: share };
  });
}

/** Words with the service's times, which count from the start of the item's audio. */
export function timedWords(
  words: readonly SpokenWord[],
  place: (audioMs: number) => number | undefined,
): readonly Word[] {
  return words.map(({ text, offsetMs, durationMs }) =>
    placed(text, { startMs: offsetMs, endMs: offsetMs + durationMs }, place, false),
  );
}

/**
 * Words without times of their own, spread over a time.
 * @param place where a moment of that time is in the WAV; undefined where it was not heard
 */
export function estimatedWords(
  text: string,
  totalMs: number,
  place: (ms: number) => number | undefined,
): readonly Word[] {
  return spreadWords(text, totalMs).map((word) => placed(word.text, word, place, true));
}

function placed(
  text: string,
  span: Span,
  place: (ms: number) => number | undefined,
  estimated: boolean,
): Word {
  const startMs = place(span.startMs);
  // A word that was begun was heard to where the reply was cut.
  const endMs = startMs === undefined ? undefined : (place(span.endMs) ?? startMs);
  return {
    text,
    ...(startMs === undefined ? {} : { startMs }),
    ...(endMs === undefined ? {} : { endMs }),
    estimated,
  };
}

/** Counts only the time in which there is voice: words are not spread over pauses. */
export function voicedTime(
  voice: readonly Span[],
  { startMs, endMs }: Span,
): { readonly totalMs: number; readonly at: (ms: number) => number | undefined } | undefined {
  const spans = voice
    .filter((span) => span.endMs > startMs && span.startMs < endMs)
    .map((span) => ({
      startMs: Math.max(startMs, span.startMs),
      endMs: Math.min(endMs, span.endMs),
    }));
  const totalMs = spans.reduce((sum, span) => sum + span.endMs - span.startMs, 0);
  if (totalMs === 0) return undefined;
  const at = (ms: number): number | undefined => {
    let left = ms;
    for (const span of spans) {
      if (left <= span.endMs - span.startMs) return span.startMs + left;
      left -= span.endMs - span.startMs;
    }
    return spans.at(-1)?.endMs;
  };
  return { totalMs, at };
}

/** Splits a reply's text behind the last word of which at least half was heard, by the service's word times. */
export function splitAtWord(
  text: string,
  words: readonly SpokenWord[],
  heardMs: number,
): { readonly heard: string; readonly unheard: string } {
  let end = 0;
  for (const { text: word, offsetMs, durationMs } of words) {
    if (offsetMs + durationMs / 2 > heardMs) break;
    const at = text.indexOf(word, end);
    if (at >= 0) end = at + word.length;
  }
  return { heard: text.slice(0, end), unheard: text.slice(end) };
}

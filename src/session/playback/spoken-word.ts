import type { TextRange, TranscriptEntry } from '../state.js';
import { samplesToMs } from '../units.js';

type AssistantEntry = Extract<TranscriptEntry, { kind: 'assistant' }>;

/** The entry with the word marked that the speaker plays now, by the samples it has taken. */
export function withSpokenWord(entry: AssistantEntry, rateHz: number): AssistantEntry {
  if (entry.words === undefined) return entry;
  return { ...entry, spoken: spokenRange(entry, samplesToMs(entry.playedSamples, rateHz)) };
}

/** Where in the text the word stands that is heard at a time; undefined between and after the words. */
function spokenRange(
  { words = [], text, cut }: AssistantEntry,
  atMs: number,
): TextRange | undefined {
  if (cut !== undefined) return undefined;
  let from = 0;
  for (const word of words) {
    if (word.offsetMs > atMs) return undefined;
    const start = text.indexOf(word.text, from);
    if (start < 0) continue;
    from = start + word.text.length;
    if (atMs < word.offsetMs + word.durationMs) return { start, end: from };
  }
  return undefined;
}

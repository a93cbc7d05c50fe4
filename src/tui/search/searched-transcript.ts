import type { SessionState, TranscriptEntry } from '../../session/state.js';
import { shownTexts } from '../entry-words.js';
import type { SearchedLines } from './matches.js';
import { countMatches } from './pattern.js';

/** Results for the last pattern. Entries are immutable, but any of them may be replaced: they are searched again often. */
let known:
  { readonly pattern: RegExp; readonly matches: WeakMap<TranscriptEntry, number> } | undefined;

/** The entries of the transcript as lines to search: each matches as often as its shown words do. */
export function searchedTranscript(
  { transcript, transcriptDropped }: Pick<SessionState, 'transcript' | 'transcriptDropped'>,
  pattern: RegExp,
): SearchedLines {
  if (known?.pattern !== pattern) known = { pattern, matches: new WeakMap() };
  const { matches: counts } = known;
  return {
    first: transcriptDropped,
    count: transcript.length,
    changing: Number.POSITIVE_INFINITY,
    look(position) {
      const entry = transcript[position - transcriptDropped];
      if (entry === undefined) return { matches: 0, characters: 0 };
      const counted = counts.get(entry);
      if (counted !== undefined) return { matches: counted, characters: 0 };
      const texts = shownTexts(entry);
      const matches = texts.reduce((sum, text) => sum + countMatches(text, pattern), 0);
      counts.set(entry, matches);
      return { matches, characters: texts.reduce((sum, { length }) => sum + length, 0) };
    },
  };
}

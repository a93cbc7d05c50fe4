import { foldWindow } from '../../session/log/event-log.js';
import { entrySummary } from '../../session/log/summary.js';
import type { LogEntry, SessionState } from '../../session/state.js';
import { filterOf } from '../shown-log.js';
import type { SearchedLines } from './matches.js';

/** What of the log is on the screen; the search is limited to it. */
export interface ShownLog {
  readonly filter: { readonly text: string };
  readonly frozenAt: number | undefined;
}

/** Whether a search finds an entry, by its type or its summary. */
export function matchesEntry(entry: LogEntry, pattern: RegExp): boolean {
  return searchedText(entry).search(pattern) >= 0;
}

function searchedText(entry: LogEntry): string {
  return `${entry.type} ${entrySummary(entry)}`;
}

/** The entries of the log as lines to search: each matches once or not. */
export function searchedLog(
  { log, logDropped }: Pick<SessionState, 'log' | 'logDropped'>,
  { filter, frozenAt }: ShownLog,
  pattern: RegExp,
): SearchedLines {
  const passes = filterOf(filter.text);
  return {
    first: logDropped,
    count: log.length,
    changing: foldWindow,
    look(position) {
      const entry = log[position - logDropped];
      if (entry === undefined) return { matches: 0, characters: 0 };
      const isShown = entry.sequence <= (frozenAt ?? Number.POSITIVE_INFINITY) && passes(entry);
      const matches = isShown && matchesEntry(entry, pattern) ? 1 : 0;
      return { matches, characters: searchedText(entry).length };
    },
  };
}

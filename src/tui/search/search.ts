import { emptyEditor, type Editor } from '../editor.js';
import { noMatches, type Matches } from './matches.js';

/** Where the cursor is in what is searched. */
export interface Cursor {
  readonly turn: string | undefined;
  readonly selected: number | undefined;
  readonly transcriptScroll: number;
}

/** A search in the transcript or the event log. */
export interface Search {
  readonly area: 'transcript' | 'log';
  readonly query: Editor;
  readonly matches: Matches;
  /** The list and the filter that `matches` are of; others are searched again. */
  readonly source: unknown;
  readonly filter: string;
  /** The match under the cursor: the position of its line, and its number within it. */
  readonly at: { readonly place: number; readonly match: number } | undefined;
  /** The cursor is still to be set on the match nearest to where it was. */
  readonly seeks: boolean;
  /** Where the cursor was when the search began. */
  readonly origin: Cursor;
}

export function newSearch(area: Search['area'], origin: Cursor): Search {
  const { turn, selected, transcriptScroll } = origin;
  return {
    area,
    query: emptyEditor,
    matches: noMatches,
    source: undefined,
    filter: '',
    at: undefined,
    seeks: false,
    origin: { turn, selected, transcriptScroll },
  };
}

/** The search for another text, from where it began. */
export function withQuery(search: Search, query: Editor): Search {
  if (query.text === search.query.text) return { ...search, query };
  return { ...newSearch(search.area, search.origin), query, seeks: true };
}

import type { TranscriptEntry } from '../../session/state.js';
import { span, type Row } from '../text/rows.js';
import { rowsOf } from './entry-rows.js';

export interface TranscriptWindow {
  readonly rows: readonly Row[];
  /** How far up one can scroll, in lines. */
  readonly maxScroll: number;
  /** Total lines, and the start of the newest visible entry; known while the transcript is scrolled up. */
  readonly totalRows: number | undefined;
  readonly newestAtMs: number | undefined;
}

/**
 * The window of `height` lines of the transcript. `scroll`: lines between the window's end and the newest line. `turn`:
 * key of the entry under the cursor; the window moves as far as it takes to show it.
 */
export function transcriptWindow(
  entries: readonly TranscriptEntry[],
  width: number,
  height: number,
  scroll: number,
  turn: string | undefined,
  showsCost: boolean,
): TranscriptWindow {
  const at = turn === undefined ? -1 : entries.findIndex(({ key }) => key === turn);
  // Without scrolling only what is visible is laid out.
  const wanted = scroll === 0 && at < 0 ? height + 1 : Number.POSITIVE_INFINITY;
  const newestFirst: (readonly Row[])[] = [];
  let count = 0;
  for (let index = entries.length - 1; index >= 0 && count < wanted; index -= 1) {
    const entry = entries[index];
    if (entry === undefined) break;
    const rows = rowsOf(entry, width, showsCost);
    newestFirst.push(index === at ? marked(rows) : rows);
    count += rows.length;
  }
  const oldestFirst = newestFirst.reverse();
  const all = oldestFirst.flat();
  const maxScroll =
    scroll === 0
      ? count > height
        ? Number.POSITIVE_INFINITY
        : 0
      : Math.max(0, all.length - height);
  const scrolled = all.length - Math.min(scroll, maxScroll);
  const end = at < 0 ? scrolled : endShowing(oldestFirst, at, scrolled, height);
  return {
    rows: all.slice(Math.max(0, end - height), end),
    maxScroll,
    totalRows: scroll === 0 ? undefined : all.length,
    newestAtMs: scroll === 0 ? undefined : newestBefore(entries, oldestFirst, end),
  };
}

/** The entry with a cursor beside it and an inverse name, so that colour is not the only mark. */
function marked([first = [], ...rest]: readonly Row[]): readonly Row[] {
  const [time, label, ...words] = first;
  if (time === undefined || label === undefined) return [first, ...rest];
  const name = label.text.trimEnd();
  const cursor: Row = [
    { ...time, text: time.text.slice(0, -1) },
    span('›', 'key'),
    span(name, 'selected'),
    { ...label, text: label.text.slice(name.length) },
  ];
  return [[...cursor, ...words], ...rest];
}

/** The end of a window that shows an entry with the least movement; a long entry shows its beginning. */
function endShowing(
  rows: readonly (readonly Row[])[],
  at: number,
  end: number,
  height: number,
): number {
  const top = rows.slice(0, at).flat().length;
  const bottom = top + (rows[at]?.length ?? 0);
  return Math.max(Math.min(Math.max(end, bottom), top + height), height);
}

/** Start of the entry that has the last line before `end`; `rows` are those of the newest entries. */
function newestBefore(
  entries: readonly TranscriptEntry[],
  rows: readonly (readonly Row[])[],
  end: number,
): number | undefined {
  let start = 0;
  const at = rows.findIndex((own) => (start += own.length) >= end);
  return entries[entries.length - rows.length + at]?.atMs;
}

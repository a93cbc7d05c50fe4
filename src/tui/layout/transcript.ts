import type { TranscriptEntry } from '../../session/state.js';
import {
  assistantSpans,
  callText,
  noticeText,
  remarksOf,
  resultSpan,
  toolStatus,
  userSpans,
  type EntryOf,
} from '../entry-words.js';
import { clock, duration, estimatedUsd } from '../text/format.js';
import { rowWidth, span, spread, type Row, type Span } from '../text/rows.js';
import { shorten, textWidth } from '../text/width.js';
import { wrap } from '../text/wrap.js';
import { highlightOf, noHighlight, type Highlight } from '../search/highlight.js';

/** From this width on lines show the time. */
const timedWidth = 60;

/** The column beside the words of a reply for its latency and cost. */
const figuresWidth = 9;

interface Gutter {
  readonly width: number;
  readonly first: Row;
  readonly rest: Row;
}

function gutterFor(entry: TranscriptEntry, label: Span, width: number): Gutter {
  const timed = width >= timedWidth;
  const time = timed ? `${clock(entry.atMs).padStart(5)}  ` : ' ';
  const isRemark = entry.kind === 'notice' && entry.level === 'info';
  // A remark has no time and no name: it stands back behind the turns.
  const first = isRemark
    ? [span(timed ? '  ·' : ' ·', 'dim'), span(timed ? '  ' : ' ', 'dim')]
    : [span(time, 'dim'), span(label.text.padEnd(timed ? 6 : 5), label.style)];
  const indent = rowWidth(first);
  return { width: indent, first, rest: [span(' '.repeat(indent))] };
}

/** Styled pieces wrapped over as many rows as they take. */
function wrapSpans(spans: readonly Span[], width: number): readonly Row[] {
  const text = spans.map((piece) => piece.text).join('');
  return wrap(text, width).map((line) => slice(spans, line.start, line.start + line.text.length));
}

function slice(spans: readonly Span[], from: number, to: number): Row {
  const row: Span[] = [];
  let start = 0;
  for (const piece of spans) {
    const text = piece.text.slice(Math.max(0, from - start), Math.max(0, to - start));
    if (text !== '') row.push({ ...piece, text });
    start += piece.text.length;
  }
  return row;
}

/** The call and what came of it, on one line where both fit. */
function toolRows(entry: EntryOf<'tool'>, width: number, mark: Highlight): readonly Row[] {
  const status = toolStatus(entry);
  const room = Math.max(0, width - textWidth(status.text) - 2);
  const call = callText(entry);
  const result = resultSpan(entry);
  const line = (spans: Row): Row => spread(spans, [span('  '), status], width);
  const shortCall = (): Row => line(mark([span(shorten(call, room))]));
  if (result === undefined) return [shortCall()];
  if (textWidth(`${call} ${result.text}`) <= room)
    return [line([...mark([span(call)]), span(' '), ...mark([result])])];
  return [
    shortCall(),
    ...(entry.remote === true && entry.phase === 'failed'
      ? wrapSpans(mark([result]), width)
      : [mark([span(shorten(result.text, width), result.style)])]),
  ];
}

function labelOf(entry: TranscriptEntry): Span {
  switch (entry.kind) {
    case 'user':
      return span('you', 'user');
    case 'assistant':
      return span('bot', 'assistant');
    case 'tool':
      return span('tool', 'tool');
    case 'notice':
      return span(entry.level === 'error' ? 'error' : 'warn', entry.level);
  }
}

/** The words with the figures of the turn, then the remarks. */
function replyRows(
  entry: EntryOf<'assistant'>,
  width: number,
  showsCost: boolean,
  mark: Highlight,
): readonly Row[] {
  const hasFigures = width >= figuresWidth * 5;
  const words = wrapSpans(mark(assistantSpans(entry)), hasFigures ? width - figuresWidth : width);
  return [
    ...(hasFigures ? withFigures(words, entry, width, showsCost) : words),
    ...remarksOf(entry).flatMap((line) => wrapSpans(mark([span(line, 'dim')]), width)),
  ];
}

function bodyRows(
  entry: TranscriptEntry,
  width: number,
  showsCost: boolean,
  mark: Highlight,
): readonly Row[] {
  switch (entry.kind) {
    case 'user':
      return wrapSpans(mark(userSpans(entry)), width);
    case 'assistant':
      return replyRows(entry, width, showsCost, mark);
    case 'tool':
      return toolRows(entry, width, mark);
    case 'notice':
      return wrapSpans(mark([span(noticeText(entry), entry.level)]), width);
  }
}

function entryRows(
  entry: TranscriptEntry,
  width: number,
  showsCost: boolean,
  mark = noHighlight,
): readonly Row[] {
  const gutter = gutterFor(entry, labelOf(entry), width);
  const room = Math.max(1, width - gutter.width - 1);
  const rows = bodyRows(entry, room, showsCost, mark);
  return rows.map((row, index) => [...(index === 0 ? gutter.first : gutter.rest), ...row]);
}

/** The rows with the turn's latency and cost at their right end: side by side, or one below the other. */
function withFigures(
  rows: readonly Row[],
  entry: EntryOf<'assistant'>,
  room: number,
  showsCost: boolean,
): readonly Row[] {
  const latency = entry.answerMs === undefined ? '' : duration(entry.answerMs);
  const cost = !showsCost || entry.costUsd === undefined ? '' : estimatedUsd(entry.costUsd);
  const figures = [latency, cost].filter((text) => text !== '');
  const together = figures.join('  ');
  const [first = [], second = [], ...rest] = rows;
  const right = (row: Row, text: string): Row => spread(row, [span(text, 'dim')], room);
  if (together === '') return rows;
  if (rowWidth(first) + 2 + together.length <= room)
    return [right(first, together), ...rows.slice(1)];
  return [right(first, latency), right(second, cost), ...rest];
}

/** Entries are immutable: their rows are made once for each width. */
const remembered = new WeakMap<
  TranscriptEntry,
  { readonly width: number; readonly showsCost: boolean; readonly rows: readonly Row[] }
>();

function rowsOf(entry: TranscriptEntry, width: number, showsCost: boolean): readonly Row[] {
  const known = remembered.get(entry);
  if (known?.width === width && known.showsCost === showsCost) return known.rows;
  const rows = entryRows(entry, width, showsCost);
  remembered.set(entry, { width, showsCost, rows });
  return rows;
}

export interface TranscriptWindow {
  readonly rows: readonly Row[];
  /** The key of the entry that each row belongs to. */
  readonly keys: readonly string[];
  /** How far up one can scroll, in lines. */
  readonly maxScroll: number;
  /** Lines below the window, when it was moved to show the cursor. */
  readonly below: number | undefined;
  /** Total lines, and the start of the newest visible entry; known while the transcript is scrolled up. */
  readonly totalRows: number | undefined;
  readonly newestAtMs: number | undefined;
}

/**
 * The window of `height` lines of the transcript. `scroll`: lines between the window's end and the newest line. `turn`:
 * key of the entry under the cursor; the window moves as far as it takes to show it, if it `follows`. `pattern`: what is highlighted;
 * `match`: number of the match within the entry under the cursor, which is then shown.
 */
export function transcriptWindow(
  entries: readonly TranscriptEntry[],
  width: number,
  height: number,
  scroll: number,
  turn: string | undefined,
  follows: boolean,
  showsCost: boolean,
  pattern?: RegExp,
  match?: number,
): TranscriptWindow {
  const at = turn === undefined ? -1 : entries.findIndex(({ key }) => key === turn);
  // Without scrolling only what is visible is laid out.
  const wanted = scroll === 0 && at < 0 ? height + 1 : Number.POSITIVE_INFINITY;
  const newestFirst: EntryRows[] = [];
  let count = 0;
  for (let index = entries.length - 1; index >= 0 && count < wanted; index -= 1) {
    const entry = entries[index];
    if (entry === undefined) break;
    const rows = rowsOf(entry, width, showsCost);
    newestFirst.push({ entry, rows });
    count += rows.length;
  }
  const maxScroll =
    scroll === 0 ? (count > height ? Number.POSITIVE_INFINITY : 0) : Math.max(0, count - height);
  const drawn = (shown: EntryRows): readonly Row[] => {
    const isCursor = at >= 0 && shown.entry === entries[at];
    const mark = pattern && highlightOf(pattern, isCursor ? match : undefined);
    const rows = mark ? entryRows(shown.entry, width, showsCost, mark) : shown.rows;
    return isCursor ? marked(rows) : rows;
  };
  const oldestFirst = newestFirst.reverse();
  const scrolled = count - Math.min(scroll, maxScroll);
  const cursor = follows ? oldestFirst[at] : undefined;
  const end = cursor ? endShowing(oldestFirst, at, scrolled, height, drawn(cursor)) : scrolled;
  const visible = linesBetween(oldestFirst, Math.max(0, end - height), end, drawn);
  return {
    rows: visible.map(({ row }) => row),
    keys: visible.map(({ key }) => key),
    maxScroll,
    below: cursor && count - end,
    totalRows: scroll === 0 ? undefined : count,
    newestAtMs: scroll === 0 ? undefined : visible.at(-1)?.atMs,
  };
}

/** An entry and its rows, without marks. */
interface EntryRows {
  readonly entry: TranscriptEntry;
  readonly rows: readonly Row[];
}

/** The lines between two of all, as they are drawn. */
function linesBetween(
  all: readonly EntryRows[],
  from: number,
  end: number,
  drawn: (shown: EntryRows) => readonly Row[],
): readonly { readonly row: Row; readonly key: string; readonly atMs: number }[] {
  let top = 0;
  return all.flatMap((shown) => {
    const start = top;
    top += shown.rows.length;
    if (top <= from || start >= end) return [];
    const { key, atMs } = shown.entry;
    const rows = drawn(shown).slice(Math.max(0, from - start), end - start);
    return rows.map((row) => ({ row, key, atMs }));
  });
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

/**
 * The end of a window that shows an entry with the least movement; a long entry shows its beginning, or the match that the
 * cursor is on.
 */
function endShowing(
  all: readonly EntryRows[],
  at: number,
  end: number,
  height: number,
  drawn: readonly Row[],
): number {
  const top = all.slice(0, at).reduce((sum, { rows }) => sum + rows.length, 0);
  const bottom = top + drawn.length;
  const whole = Math.max(Math.min(Math.max(end, bottom), top + height), height);
  const found = drawn.findIndex((row) => row.some(({ style }) => style === 'found'));
  return found < 0 ? whole : Math.max(whole, top + found + 1);
}

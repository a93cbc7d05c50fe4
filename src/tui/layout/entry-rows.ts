import type { TranscriptEntry } from '../../session/state.js';
import { noHighlight, type Highlight } from '../search/highlight.js';
import { clock, duration, estimatedUsd } from '../text/format.js';
import { rowWidth, span, spread, type Row, type Span } from '../text/rows.js';
import { createWrap } from '../text/wrap.js';
import { wrapSpans } from '../text/wrap-spans.js';
import { assistantSpans, noticeText, remarksOf, userSpans, type EntryOf } from '../entry-words.js';
import { toolRows } from './tool-rows.js';

/** From this width on lines show the time. */
const timedWidth = 50;

/** The column beside the words of a reply for its latency and cost. */
const figuresWidth = 9;
/** Narrower, the words need that column themselves. */
const minFiguredWidth = 40;

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

/** A reply that arrives is laid out again for every frame. */
const wrapReply = createWrap();

/** The words with the figures of the turn, then sources and how much was heard. */
function replyRows(
  entry: EntryOf<'assistant'>,
  width: number,
  showsCost: boolean,
  mark: Highlight,
): readonly Row[] {
  const hasFigures = width >= minFiguredWidth;
  const room = hasFigures ? width - figuresWidth : width;
  const words = wrapSpans(mark(assistantSpans(entry)), room, wrapReply);
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

/** The rows of one transcript entry, with what is searched for marked. */
export function entryRows(
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

/** The rows of one transcript entry without marks. */
export function rowsOf(entry: TranscriptEntry, width: number, showsCost: boolean): readonly Row[] {
  const known = remembered.get(entry);
  if (known?.width === width && known.showsCost === showsCost) return known.rows;
  const rows = entryRows(entry, width, showsCost);
  remembered.set(entry, { width, showsCost, rows });
  return rows;
}

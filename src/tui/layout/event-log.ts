import { entrySummary } from '../../session/log/summary.js';
import type { LogEntry } from '../../session/state.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import { byteSize, exactSeconds } from '../text/format.js';
import { clipRow, padRows, rowWidth, span, spread, type Row, type Style } from '../text/rows.js';
import { highlightRow } from '../search/highlight.js';
import { matchesEntry } from '../search/searched-log.js';
import { shortType } from '../text/short-type.js';
import { shorten } from '../text/width.js';

/** From this width on a line shows the size of the event. */
const sizedWidth = 100;
/** Cells of the type's column; the summary has the rest. A type that needs more takes it. */
function typeColumn(width: number): number {
  if (width < 72) return 21;
  return width < sizedWidth ? 27 : 36;
}

function arrow(entry: LogEntry): { readonly sign: string; readonly style: Style } {
  switch (entry.direction) {
    case 'in':
      return { sign: '←', style: 'in' };
    case 'out':
      return { sign: '→', style: 'out' };
    case 'local':
      return { sign: '·', style: 'dim' };
  }
}

/** Which piece of a row is the arrow. */
const arrowPiece = 1;

function typeStyle(entry: LogEntry): Style {
  return entry.level === 'normal' ? 'plain' : entry.level;
}

function logRow(entry: LogEntry, width: number, selected: boolean, pattern?: RegExp): Row {
  const { sign, style } = arrow(entry);
  const size = width >= sizedWidth ? `  ${byteSize(entry.bytes).padStart(7)} ` : ' ';
  const time = exactSeconds(entry.atMs).padStart(7);
  const times = entry.count > 1 ? ` ×${String(entry.count)}` : '';
  const column = typeColumn(width);
  const type = escapeVisibly(shortType(entry.type, column - times.length)) + times;
  const body = [span(type.padEnd(column), typeStyle(entry)), span(' ')];
  const room = width - time.length - 4 - rowWidth(body) - size.length;
  const summary = shorten(escapeVisibly(entrySummary(entry)), room);
  const left: Row = [
    span(`${selected ? '›' : ' '}${time} `, selected ? 'key' : 'dim'),
    span(sign, style),
    span(' '),
    ...body,
    span(summary, 'dim'),
  ];
  const row = withMatches(spread(left, [span(size, 'dim')], width), entry, selected, pattern);
  if (!selected) return clipRow(row, width);
  return row.map((piece) => (piece.style === 'found' ? piece : span(piece.text, 'selected')));
}

/** A row with what matches in it; where all of that was shortened away, the arrow says that something does. */
function withMatches(row: Row, entry: LogEntry, selected: boolean, pattern?: RegExp): Row {
  if (pattern === undefined || !matchesEntry(entry, pattern)) return row;
  const style = selected ? 'found' : 'match';
  const [time, ...words] = row;
  const marked = highlightRow(words, pattern, style);
  if (marked !== words) return time === undefined ? marked : [time, ...marked];
  return row.map((piece, index) => (index === arrowPiece ? { ...piece, style } : piece));
}

/** What of the log is visible. */
export interface LogView {
  /** Sequence of the entry under the cursor; the view is around it. */
  readonly selected: number | undefined;
  /** Sequence of the newest visible entry; the newest of all when absent. */
  readonly end?: number | undefined;
}

/** The visible entries: the newest ones, those around the selected one, or those up to an end. */
export function visibleEntries(
  entries: readonly LogEntry[],
  height: number,
  { selected, end }: LogView,
): readonly LogEntry[] {
  const indexOf = (sequence: number | undefined): number =>
    sequence === undefined ? -1 : entries.findIndex((entry) => entry.sequence >= sequence);
  const at = indexOf(selected);
  const wanted = at < 0 ? indexOf(end) + 1 || entries.length : at + Math.ceil(height / 2);
  const last = Math.min(entries.length, Math.max(wanted, height));
  return entries.slice(Math.max(0, last - height), last);
}

/** The lines of the event log. */
export function logRows(
  entries: readonly LogEntry[],
  width: number,
  height: number,
  view: LogView,
  pattern?: RegExp,
): readonly Row[] {
  const visible = visibleEntries(entries, height, view);
  const { selected } = view;
  const cursor =
    selected === undefined ? undefined : visible.find((entry) => entry.sequence >= selected);
  const rows = visible.map((entry) => logRow(entry, width, entry === cursor, pattern));
  return padRows(rows, height);
}

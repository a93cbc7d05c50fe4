import type { LogEntry } from '../../session/state.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import { byteSize, exactSeconds } from '../text/format.js';
import { clipRow, padRows, rowWidth, span, spread, type Row, type Style } from '../text/rows.js';
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

function typeStyle(entry: LogEntry): Style {
  return entry.level === 'normal' ? 'plain' : entry.level;
}

function logRow(entry: LogEntry, width: number, selected: boolean): Row {
  const { sign, style } = arrow(entry);
  const size = width >= sizedWidth ? `  ${byteSize(entry.bytes).padStart(7)} ` : ' ';
  const time = exactSeconds(entry.atMs).padStart(7);
  const times = entry.count > 1 ? ` ×${String(entry.count)}` : '';
  const column = typeColumn(width);
  const type = escapeVisibly(shortType(entry.type, column - times.length)) + times;
  const body = [span(type.padEnd(column), typeStyle(entry)), span(' ')];
  const room = width - time.length - 4 - rowWidth(body) - size.length;
  const summary = shorten(escapeVisibly(entry.summary), room);
  const left: Row = [
    span(`${selected ? '›' : ' '}${time} `, selected ? 'key' : 'dim'),
    span(sign, style),
    span(' '),
    ...body,
    span(summary, 'dim'),
  ];
  const row = spread(left, [span(size, 'dim')], width);
  return selected
    ? [span(row.map((piece) => piece.text).join(''), 'selected')]
    : clipRow(row, width);
}

/** The lines of the event log: the newest ones, or those around the selected entry. */
export function logRows(
  entries: readonly LogEntry[],
  width: number,
  height: number,
  selected: number | undefined,
): readonly Row[] {
  const at = selected === undefined ? -1 : entries.findIndex((entry) => entry.sequence >= selected);
  const last =
    at < 0
      ? entries.length
      : Math.min(entries.length, Math.max(at + Math.ceil(height / 2), height));
  const visible = entries.slice(Math.max(0, last - height), last);
  const rows = visible.map((entry) => logRow(entry, width, at >= 0 && entry === entries[at]));
  return padRows(rows, height);
}

import { escapeVisibly } from '../../shared/escape-visibly.js';
import { padRow, rowWidth, span, type Row, type Style } from '../../tui/text/rows.js';
import { textWidth } from '../../tui/text/width.js';
import { wrap } from '../../tui/text/wrap.js';

/** The heading of a section, with an empty line before it. */
export function heading(text: string): readonly Row[] {
  return [[], [span(text, 'strong')]];
}

/** Text of a recording, wrapped behind an indent; what a terminal would obey or hide is written out. */
export function paragraph(
  text: string,
  width: number,
  indent = 2,
  style: Style = 'plain',
): readonly Row[] {
  const safe = text.split('\n').map(escapeVisibly).join('\n');
  return wrap(safe, Math.max(20, width - indent)).map((line) => [
    span(' '.repeat(indent)),
    span(line.text, style),
  ]);
}

/** Pieces next to each other, as many on a line as fit. */
export function flowing(
  pieces: readonly string[],
  width: number,
  indent: number,
  style: Style,
): readonly Row[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const joined = last === undefined ? piece : `${last} · ${piece}`;
    if (last !== undefined && textWidth(joined) <= width - indent) lines[lines.length - 1] = joined;
    else lines.push(piece);
  }
  return lines.map((line) => [span(' '.repeat(indent)), span(line, style)]);
}

/** One cell of a table. */
export interface Cell {
  readonly text: string;
  readonly style?: Style;
}

/**
 * Columns as wide as their widest cell, two spaces apart; the first is left-aligned, the others right-aligned.
 * @param head of the columns, in dim
 */
export function columns(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  indent = 2,
): readonly Row[] {
  const all = [head.map((text): Cell => ({ text, style: 'dim' })), ...rows];
  const widths = head.map((_, column) =>
    Math.max(...all.map((row) => textWidth(row[column]?.text ?? ''))),
  );
  return all.map((row) =>
    row.flatMap((cell, column): Row => {
      const piece = span(cell.text, cell.style ?? 'plain');
      const width = widths[column] ?? 0;
      if (column === 0) return [span(' '.repeat(indent)), ...padRow([piece], width)];
      return [span(' '.repeat(2 + width - rowWidth([piece]))), piece];
    }),
  );
}

/** `1 turn`, `2 turns`. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Such as `2.35 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 100_000 ? 2 : 1)} s`;
}

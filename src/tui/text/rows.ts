import { fit, textWidth } from './width.js';

/** What a piece of text means; the theme decides how that looks. */
export type Style =
  | 'plain'
  | 'strong'
  | 'dim'
  | 'rule'
  | 'user'
  | 'assistant'
  | 'tool'
  | 'info'
  | 'warning'
  | 'error'
  | 'live'
  | 'cut'
  | 'spoken'
  | 'in'
  | 'out'
  | 'key'
  | 'selected'
  | 'match'
  | 'found';

export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** One line of the screen: styled pieces from left to right, without line breaks. */
export type Row = readonly Span[];

export function span(text: string, style: Style = 'plain'): Span {
  return { text, style };
}

export function rowWidth(row: Row): number {
  return row.reduce((sum, piece) => sum + textWidth(piece.text), 0);
}

export function rowText(row: Row): string {
  return row.map((piece) => piece.text).join('');
}

/** The row in `width` cells, with an ellipsis in the last one when more than spaces did not fit. */
export function clipRow(row: Row, width: number): Row {
  if (rowWidth(row) <= width) return row;
  if (width <= 0) return [];
  if (textWidth(rowText(row).trimEnd()) <= width) return cutRow(row, width);
  const cut = cutRow(row, width - 1);
  return [...cut, span('…', cut.at(-1)?.style ?? 'plain')];
}

/** A wide character that does not fit is dropped. */
function cutRow(row: Row, width: number): Row {
  const clipped: Span[] = [];
  let left = width;
  for (const piece of row) {
    const pieceWidth = textWidth(piece.text);
    if (pieceWidth <= left) {
      clipped.push(piece);
      left -= pieceWidth;
      continue;
    }
    const text = fit(piece.text, left);
    if (text !== '') clipped.push({ ...piece, text });
    break;
  }
  return clipped;
}

/** The row clipped or padded with spaces to exactly `width` cells. */
export function padRow(row: Row, width: number): Row {
  const clipped = clipRow(row, width);
  const missing = width - rowWidth(clipped);
  return missing > 0 ? [...clipped, span(' '.repeat(missing))] : clipped;
}

/** Two rows on one line: the right one is right-aligned, the left one is shortened to what remains. */
export function spread(left: Row, right: Row, width: number): Row {
  const rightPart = clipRow(right, width);
  const room = width - rowWidth(rightPart);
  return [...padRow(left, room), ...rightPart];
}

/** Exactly `height` rows: cut at the end or filled with empty ones. */
export function padRows(rows: readonly Row[], height: number): readonly Row[] {
  const missing = Math.max(0, height - rows.length);
  return [...rows.slice(0, height), ...Array.from({ length: missing }, (): Row => [])];
}

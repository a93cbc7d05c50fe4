import { rowText, span, type Row, type Span, type Style } from '../text/rows.js';
import { graphemes, isSimple } from '../text/width.js';

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Marks matches in pieces of text; called for one text after the other, it numbers the matches from 0. */
export type Highlight = (spans: readonly Span[]) => readonly Span[];

export const noHighlight: Highlight = (spans) => spans;

/** @param current number of the match that the cursor is on */
export function highlightOf(pattern: RegExp, current: number | undefined): Highlight {
  let next = 0;
  return (spans) => {
    const text = rowText(spans);
    const ranges = rangesOf(text, pattern);
    const styles = ranges.map((): Style => (next++ === current ? 'found' : 'match'));
    return restyled(spans, ranges, styles);
  };
}

/** A row with its matches in one style. */
export function highlightRow(row: Row, pattern: RegExp, style: Style): Row {
  const ranges = rangesOf(rowText(row), pattern);
  return restyled(
    row,
    ranges,
    ranges.map(() => style),
  );
}

function rangesOf(text: string, pattern: RegExp): readonly Range[] {
  const ranges = Array.from(text.matchAll(pattern), ({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
  return ranges.length === 0 || isSimple(text) ? ranges : widened(text, ranges);
}

/** Ranges that begin and end between characters: a style cannot change within one. */
function widened(text: string, ranges: readonly Range[]): readonly Range[] {
  const bounds = [0];
  for (const { length } of graphemes(text)) bounds.push((bounds.at(-1) ?? 0) + length);
  let at = 0;
  return ranges.map(({ start, end }) => {
    while ((bounds[at + 1] ?? Infinity) <= start) at += 1;
    const from = bounds[at] ?? start;
    let to = at;
    while ((bounds[to] ?? Infinity) < end) to += 1;
    return { start: from, end: bounds[to] ?? end };
  });
}

function restyled(
  spans: readonly Span[],
  ranges: readonly Range[],
  styles: readonly Style[],
): readonly Span[] {
  if (ranges.length === 0) return spans;
  const pieces: Span[] = [];
  let at = 0;
  let index = 0;
  for (const { text, style } of spans) {
    const end = at + text.length;
    let from = at;
    while (from < end) {
      while ((ranges[index]?.end ?? Infinity) <= from) index += 1;
      const range = ranges[index];
      const isInside = range !== undefined && range.start <= from;
      const to = Math.min(end, isInside ? range.end : (range?.start ?? end));
      const piece = text.slice(from - at, to - at);
      pieces.push(span(piece, isInside ? (styles[index] ?? style) : style));
      from = to;
    }
    at = end;
  }
  return pieces;
}

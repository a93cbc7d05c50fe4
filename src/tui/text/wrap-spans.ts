import type { Row, Span } from './rows.js';
import { wrap } from './wrap.js';

/** Styled pieces wrapped over as many rows as they take. */
export function wrapSpans(spans: readonly Span[], width: number, lines = wrap): readonly Row[] {
  const text = spans.map((piece) => piece.text).join('');
  return lines(text, width).map((line) => slice(spans, line.start, line.start + line.text.length));
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

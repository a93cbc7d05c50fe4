import { span, type Row, type Span } from './rows.js';

/** The row with neighbours of one style in one piece. */
export function joinSpans(pieces: Row): Row {
  const row: Span[] = [];
  for (const { text, style } of pieces) {
    const last = row.at(-1);
    if (last?.style === style) row[row.length - 1] = span(last.text + text, style);
    else row.push(span(text, style));
  }
  return row;
}

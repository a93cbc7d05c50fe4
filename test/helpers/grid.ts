import type { Row } from '../../src/tui/text/rows.js';
import { graphemes, graphemeWidth } from '../../src/tui/text/width.js';

/** Where a character stands by the layout's own idea of width. */
interface PlacedCharacter {
  readonly column: number;
  readonly width: number;
  readonly grapheme: string;
}

/** The characters of a row with the columns that they should stand in; a mark at the start of a piece has none. */
function placed(row: Row): readonly PlacedCharacter[] {
  let column = 0;
  return row.flatMap((piece) =>
    graphemes(piece.text).flatMap((grapheme) => {
      const width = graphemeWidth(grapheme);
      const place = { column, width, grapheme };
      column += width;
      return width === 0 ? [] : [place];
    }),
  );
}

/** How a terminal splits a joined character over cells is its own; what comes after it must not move. */
const joined = /\p{Emoji_Presentation}|\ufe0f|\u200d/u;

/** A cell's character without the marks over it: which of them are drawn is the terminal's own, too. */
function base(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').trim();
}

/**
 * Compares one line of a terminal with the row that it should show: every character in its cell, nothing after the
 * last. Returns the first difference in words, or undefined.
 */
export function gridDifference(row: Row, cells: readonly string[]): string | undefined {
  const characters = placed(row);
  for (const { column, grapheme } of characters) {
    if (joined.test(grapheme)) continue;
    const shown = cells[column] ?? '';
    if (base(shown) !== base(grapheme))
      return `column ${String(column)} shows ${JSON.stringify(shown)} and not ${JSON.stringify(grapheme)}`;
  }
  const last = characters.at(-1);
  const rest = cells.slice(last === undefined ? 0 : last.column + last.width).join('');
  return base(rest) === '' ? undefined : `after the end: ${JSON.stringify(rest)}`;
}

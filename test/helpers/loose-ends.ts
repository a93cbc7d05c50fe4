import type { Row } from '../../src/tui/text/rows.js';
import { graphemes, graphemeWidth } from '../../src/tui/text/width.js';

/** Which ways the lines of a rule go from their cell. */
const arms: Readonly<Record<string, string>> = {
  '─': '',
  '│': 'ud',
  '┬': 'lrd',
  '┴': 'lru',
  '├': 'rud',
  '┤': 'lud',
  '┼': 'lrud',
};

const places = [
  ['u', -1, 0],
  ['d', 1, 0],
  ['l', 0, -1],
  ['r', 0, 1],
] as const;

/** Where each way leads back. */
const opposite = { u: 'd', d: 'u', l: 'r', r: 'l' } as const;

/** The rules of a screen by cell: text of other styles is not part of them. */
function ruleCells(row: Row): readonly string[] {
  return row.flatMap(({ text, style }) =>
    graphemes(text).flatMap((grapheme) =>
      Array.from({ length: graphemeWidth(grapheme) }, () => (style === 'rule' ? grapheme : ' ')),
    ),
  );
}

/** The first line of a rule that does not meet another one, in words; undefined when all rules join. */
export function looseEnd(rows: readonly Row[]): string | undefined {
  const grid = rows.map(ruleCells);
  const meets = (row: number, column: number, way: string): boolean => {
    const sign = grid[row]?.[column] ?? ' ';
    return sign === '─' ? way === 'l' || way === 'r' : (arms[sign] ?? '').includes(way);
  };
  for (const [row, cells] of grid.entries()) {
    for (const [column, sign] of cells.entries()) {
      for (const [way, down, right] of places) {
        if (!(arms[sign] ?? '').includes(way)) continue;
        if (!meets(row + down, column + right, opposite[way]))
          return `${sign} in row ${String(row)}, column ${String(column)} meets nothing`;
      }
    }
  }
  return undefined;
}

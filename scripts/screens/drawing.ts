import { cellWidth, coordinate, lineHeight } from './grid.js';

const thickness = 1.2;
const bars = '▁▂▃▄▅▆▇█';
const shades: Readonly<Record<string, number>> = { '▓': 0.75, '▒': 0.5, '░': 0.25 };

/** Which ways the lines of a rule go from the middle of their cell. */
const lines: Readonly<Record<string, readonly string[]>> = {
  '─': ['l', 'r'],
  '│': ['u', 'd'],
  '┬': ['l', 'r', 'd'],
  '┴': ['l', 'r', 'u'],
  '├': ['u', 'd', 'r'],
  '┤': ['u', 'd', 'l'],
  '┼': ['l', 'r', 'u', 'd'],
};

/** The path of a text of rules, bars or one shade, which must join from cell to cell; undefined for other texts. */
export function drawing(
  text: string,
  x: number,
  y: number,
): { readonly path: string; readonly opacity: number } | undefined {
  const cells = text.split('');
  const isDrawn = (cell: string): boolean =>
    cell === ' ' || cell in lines || cell in shades || bars.includes(cell);
  if (!cells.every(isDrawn)) return undefined;
  const paths = cells.map((cell, index) => cellPath(cell, x + index * cellWidth, y));
  const shade = cells.find((cell) => cell in shades) ?? '█';
  return { path: paths.join(''), opacity: shades[shade] ?? 1 };
}

function cellPath(cell: string, x: number, y: number): string {
  if (cell === ' ') return '';
  const ways = lines[cell];
  if (ways !== undefined) return ways.map((way) => linePath(way, x, y)).join('');
  const share = cell in shades ? 1 : (bars.indexOf(cell) + 1) / bars.length;
  const height = share * lineHeight;
  return box(x, y + lineHeight - height, cellWidth, height);
}

function linePath(way: string, x: number, y: number): string {
  const middle = x + (cellWidth - thickness) / 2;
  const half = y + (lineHeight - thickness) / 2;
  switch (way) {
    case 'l':
      return box(x, half, (cellWidth + thickness) / 2, thickness);
    case 'r':
      return box(middle, half, (cellWidth + thickness) / 2, thickness);
    case 'u':
      return box(middle, y, thickness, (lineHeight + thickness) / 2);
    default:
      return box(middle, half, thickness, (lineHeight + thickness) / 2);
  }
}

function box(x: number, y: number, width: number, height: number): string {
  return `M${coordinate(x)} ${coordinate(y)}h${coordinate(width)}v${coordinate(height)}h${coordinate(-width)}z`;
}

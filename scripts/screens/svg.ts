import { meanings } from '../../src/tui/meanings.js';
import type { Row, Span } from '../../src/tui/text/rows.js';
import { drawing } from './drawing.js';
import { cellWidth, coordinate, lineHeight } from './grid.js';
import { textWidth } from '../../src/tui/text/width.js';

const margin = 12;

/** `page`: dark or light as the page that shows the picture. */
export type PictureTheme = 'page' | 'dark' | 'light' | 'none';

const paper = {
  light: { text: '#24292f', ground: '#ffffff', edge: '#d0d7de' },
  dark: { text: '#d1d7e0', ground: '#0d1117', edge: '#30363d' },
} as const;

const styles = Object.entries(meanings);

/** The colours of a theme, as the terminal has them; `none` on light paper. */
function colors(kind: 'dark' | 'light', hasColors = true): string {
  const { text, ground, edge } = paper[kind];
  const ofStyles = styles.flatMap(([style, meaning]) => {
    const color = hasColors ? meaning[kind] : undefined;
    return color === undefined ? [] : [`.${style} { fill: ${color} }`];
  });
  return [
    `text, path { fill: ${text} } .ground { fill: ${ground}; stroke: ${edge} } .bar { fill: ${text} }`,
    ...ofStyles,
    `.selected, .found { fill: ${ground} }`,
  ].join('\n');
}

const marks: Readonly<Record<string, string>> = {
  bold: 'font-weight: 700',
  dim: 'opacity: 0.65',
  underline: 'text-decoration: underline',
  strikethrough: 'text-decoration: line-through',
};

function attributes(theme: PictureTheme): string {
  return styles
    .flatMap(([style, { marks: always = [], none }]) => {
      const all = theme === 'none' && none !== undefined ? [...always, none] : always;
      const rules = all.flatMap((mark) => marks[mark] ?? []);
      return rules.length === 0 ? [] : [`.${style} { ${rules.join('; ')} }`];
    })
    .join('\n');
}

function colorsOf(theme: PictureTheme): string {
  if (theme === 'none') return colors('light', false);
  if (theme !== 'page') return colors(theme);
  return `${colors('light')}\n@media (prefers-color-scheme: dark) {\n${colors('dark')}\n}`;
}

function styleSheet(theme: PictureTheme): string {
  return `
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre }
${attributes(theme)}
${colorsOf(theme)}`;
}

/** Rows of the screen as a picture. */
export function svgOf(
  shown: readonly Row[],
  columns: number,
  title: string,
  theme: PictureTheme = 'page',
): string {
  const width = Math.ceil(columns * cellWidth) + 2 * margin;
  const height = shown.length * lineHeight + 2 * margin;
  const rows = shown.flatMap((row, index) => rowOf(row, index));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" width="${String(width)}" height="${String(height)}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${styleSheet(theme)}\n</style>`,
    `<rect class="ground" x="0.5" y="0.5" width="${String(width - 1)}" height="${String(height - 1)}" rx="8"/>`,
    ...rows,
    '</svg>\n',
  ].join('\n');
}

function rowOf(row: Row, index: number): readonly string[] {
  const y = margin + index * lineHeight;
  let column = 0;
  return row.flatMap((piece) => {
    const from = column;
    column += textWidth(piece.text);
    return pieceOf(piece, { x: margin + from * cellWidth, y, cells: column - from });
  });
}

function pieceOf(
  { text, style }: Span,
  place: { readonly x: number; readonly y: number; readonly cells: number },
): readonly string[] {
  const { x, y, cells } = place;
  const bar =
    style === 'selected' || style === 'found'
      ? [
          `<rect class="bar" x="${coordinate(x)}" y="${coordinate(y)}" width="${coordinate(cells * cellWidth)}" height="${String(lineHeight)}"/>`,
        ]
      : [];
  const look = style === 'plain' ? '' : ` class="${style}"`;
  const drawn = drawing(text, x, y);
  if (drawn !== undefined) {
    const shade = drawn.opacity === 1 ? '' : ` opacity="${String(drawn.opacity)}"`;
    return drawn.path === '' ? bar : [...bar, `<path${look}${shade} d="${drawn.path}"/>`];
  }
  const start = text.length - text.trimStart().length;
  const bare = text.trim();
  if (bare === '') return bar;
  const at = x + start * cellWidth;
  const length = textWidth(bare) * cellWidth;
  return [
    ...bar,
    `<text${look} x="${coordinate(at)}" y="${coordinate(y + 13.5)}" textLength="${coordinate(length)}" lengthAdjust="spacingAndGlyphs">${escaped(bare)}</text>`,
  ];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

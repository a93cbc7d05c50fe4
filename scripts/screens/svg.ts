import type { Frame } from '../../src/tui/layout/frame.js';
import type { Row, Span, Style } from '../../src/tui/text/rows.js';
import { textWidth } from '../../src/tui/text/width.js';

const cellWidth = 8.4;
const lineHeight = 18;
const margin = 12;

/** How a style looks: as in the theme, with the palette of a dark and of a light terminal. */
const looks: Readonly<Record<Style, string>> = {
  plain: '',
  strong: 'b',
  dim: 'd',
  rule: 'd',
  user: 'cyan',
  assistant: 'green',
  tool: 'magenta',
  info: 'd',
  warning: 'yellow',
  error: 'red',
  live: 'b red',
  cut: 'd cut',
  spoken: 'spoken',
  in: 'green',
  out: 'cyan',
  key: 'b',
  selected: 'selected',
  match: 'b yellow',
  found: 'selected',
};

const styleSheet = `
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre; fill: #24292f }
.ground { fill: #ffffff; stroke: #d0d7de } .b { font-weight: 700 } .d { fill: #6e7781 }
.cut { text-decoration: line-through } .spoken { text-decoration: underline }
.cyan { fill: #0b6e8a } .green { fill: #116329 } .magenta { fill: #8250df } .yellow { fill: #8a5a00 } .red { fill: #cf222e }
.bar { fill: #24292f } .selected { fill: #ffffff }
@media (prefers-color-scheme: dark) {
text { fill: #d1d7e0 } .ground { fill: #0d1117; stroke: #30363d } .d { fill: #8b949e }
.cyan { fill: #56d4dd } .green { fill: #6bc46d } .magenta { fill: #d2a8ff } .yellow { fill: #e3b341 } .red { fill: #ff7b72 }
.bar { fill: #d1d7e0 } .selected { fill: #0d1117 }
}`;

/** A frame as a picture that is readable on a dark and on a light page. */
export function svgOf(frame: Frame, columns: number, title: string): string {
  const width = Math.ceil(columns * cellWidth) + 2 * margin;
  const height = frame.rows.length * lineHeight + 2 * margin;
  const rows = frame.rows.flatMap((row, index) => rowOf(row, index));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" width="${String(width)}" height="${String(height)}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${styleSheet}\n</style>`,
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
    style === 'selected'
      ? [
          `<rect class="bar" x="${coordinate(x)}" y="${coordinate(y)}" width="${coordinate(cells * cellWidth)}" height="${String(lineHeight)}"/>`,
        ]
      : [];
  const start = text.length - text.trimStart().length;
  const bare = text.trim();
  if (bare === '') return bar;
  const at = x + start * cellWidth;
  const length = textWidth(bare) * cellWidth;
  const look = looks[style] === '' ? '' : ` class="${looks[style]}"`;
  return [
    ...bar,
    `<text${look} x="${coordinate(at)}" y="${coordinate(y + 13.5)}" textLength="${coordinate(length)}" lengthAdjust="spacingAndGlyphs">${escaped(bare)}</text>`,
  ];
}

function coordinate(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

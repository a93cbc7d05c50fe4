import { fit, graphemes, textWidth } from './width.js';

/** One wrapped line and where it starts in the text, in UTF-16 units. */
export interface WrappedLine {
  readonly text: string;
  readonly start: number;
}

/**
 * Breaks a text into lines of at most `width` cells, at spaces where there are any, inside a word where not. Line
 * feeds break too. The space at a break belongs to no line. An empty text gives one empty line.
 */
export function wrap(text: string, width: number): readonly WrappedLine[] {
  const cells = Math.max(1, width);
  const lines: WrappedLine[] = [];
  let start = 0;
  for (const paragraph of text.split('\n')) {
    wrapParagraph(paragraph, start, cells, lines);
    start += paragraph.length + 1;
  }
  return lines;
}

/** Lines at the end of a text that what follows can change. */
const unsettled = 3;

/** `wrap` for a text that grows at its end: only the new lines are made. Remembers the last text. */
export function createWrap(): typeof wrap {
  let known: { readonly text: string; readonly width: number; lines: readonly WrappedLine[] } = {
    text: '',
    width: 0,
    lines: [],
  };
  return (text, width) => {
    const from = known.lines.at(-unsettled)?.start ?? 0;
    const seen = known.lines.at(-1)?.start ?? 0;
    const grows = width === known.width && text.startsWith(known.text.slice(0, seen));
    const kept = grows ? known.lines.slice(0, -unsettled) : [];
    const start = kept.length === 0 ? 0 : from;
    const rest = wrap(text.slice(start), width).map((line) => ({
      text: line.text,
      start: line.start + start,
    }));
    known = { text, width, lines: [...kept, ...rest] };
    return known.lines;
  };
}

function wrapParagraph(
  paragraph: string,
  start: number,
  width: number,
  lines: WrappedLine[],
): void {
  let at = 0;
  for (;;) {
    const rest = paragraph.slice(at);
    const line = nextLine(rest, width);
    lines.push({ text: line, start: start + at });
    at += line.length;
    while (paragraph[at] === ' ') at += 1;
    if (at >= paragraph.length) return;
  }
}

function nextLine(rest: string, width: number): string {
  // Enough to fill a line: a long paragraph is not measured again for every line.
  const window = rest.slice(0, width * 16 + 64);
  if (window.length === rest.length && textWidth(rest) <= width) return withoutEndSpaces(rest);
  const fitting = fit(window, width);
  if (fitting === '') return graphemes(window)[0] ?? '';
  if (rest[fitting.length] === ' ') return withoutEndSpaces(fitting);
  const space = fitting.lastIndexOf(' ');
  const whole = space > 0 ? withoutEndSpaces(fitting.slice(0, space)) : '';
  return whole === '' ? fitting : whole;
}

/** Other white space, such as U+3000, stays: only spaces are skipped between lines. */
function withoutEndSpaces(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ') end -= 1;
  return text.slice(0, end);
}

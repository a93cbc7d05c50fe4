import { eastAsianWidth } from 'get-east-asian-width';

/** A piece of a text on one line. */
export interface HardLine {
  readonly text: string;
  /** Where it starts in the text, in UTF-16 units. */
  readonly start: number;
  /** It continues the line above: there is no line feed between the two. */
  readonly continues: boolean;
}

const ascii = /^[\x20-\x7e]*$/;
/** Created on first use: Unicode properties take a millisecond to load. */
let overprints: RegExp | undefined;
const flagLetter = /[\u{1f1e6}-\u{1f1ff}]/u;

/** The most cells that a terminal takes for a code point, whether or not it joins it with its neighbours. */
function mostCells(character: string): number {
  overprints ??= /[\p{Mn}\p{Me}]/u;
  if (overprints.test(character)) return 0;
  return flagLetter.test(character) ? 2 : eastAsianWidth(character.codePointAt(0) ?? 0);
}

/**
 * Breaks a text at line feeds and wherever `width` cells are full. Nothing but the line feeds is left out, so that the
 * lines can be put together to the text again.
 * @param width 2 or more
 */
export function hardWrap(text: string, width: number): readonly HardLine[] {
  const lines: HardLine[] = [];
  let start = 0;
  for (const paragraph of text.split('\n')) {
    let at = 0;
    do {
      const piece = firstLine(paragraph, at, width);
      lines.push({ text: piece, start: start + at, continues: at > 0 });
      at += piece.length;
    } while (at < paragraph.length);
    start += paragraph.length + 1;
  }
  return lines;
}

function firstLine(paragraph: string, from: number, width: number): string {
  // The character behind the line decides, too: a mark belongs to the letter before it.
  if (ascii.test(paragraph.slice(from, from + width + 1)))
    return paragraph.slice(from, from + width);
  let cells = 0;
  let end = from;
  while (end < paragraph.length) {
    const character = String.fromCodePoint(paragraph.codePointAt(end) ?? 0);
    cells += mostCells(character);
    if (cells > width) break;
    end += character.length;
  }
  return paragraph.slice(from, end);
}

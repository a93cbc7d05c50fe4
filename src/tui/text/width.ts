import { eastAsianWidth } from 'get-east-asian-width';

let segmenter: Intl.Segmenter | undefined;

/** Created on first use: its tables take longer to load than the rest of the layout. */
function segments(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** Characters that take one cell each in every terminal: Latin, Greek, Cyrillic, punctuation, rules, blocks, arrows. */
const simpleText =
  /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u203b\u2190-\u2193\u2500-\u2593]*$/;
/** Emoji that East Asian Width does not count as wide: flags, and signs that a variation selector turns into emoji. */
const emojiSequence = /^[\u{1f1e6}-\u{1f1ff}]|\ufe0f/u;
/** Created on first use, too. */
let zeroWidth: RegExp | undefined;

/** True when every terminal agrees on the width: one cell a UTF-16 unit. */
export function isSimple(text: string): boolean {
  return simpleText.test(text);
}

/** The user-perceived characters of a text, in order. */
export function graphemes(text: string): string[] {
  if (isSimple(text)) return text.split('');
  return Array.from(segments(text), (part) => part.segment);
}

/** Cells that one user-perceived character takes: 0, 1 or 2. */
export function graphemeWidth(grapheme: string): number {
  if (isSimple(grapheme)) return grapheme.length;
  if (emojiSequence.test(grapheme)) return 2;
  zeroWidth ??= /^[\p{Mn}\p{Me}\p{Cf}\p{Zl}\p{Zp}\p{Cc}]/u;
  if (zeroWidth.test(grapheme)) return 0;
  return eastAsianWidth(grapheme.codePointAt(0) ?? 0);
}

/** Cells that a text without control characters takes on a terminal. */
export function textWidth(text: string): number {
  if (isSimple(text)) return text.length;
  let width = 0;
  for (const grapheme of graphemes(text)) width += graphemeWidth(grapheme);
  return width;
}

/** The longest prefix of a text that fits into `width` cells. */
export function fit(text: string, width: number): string {
  if (width <= 0) return '';
  if (isSimple(text)) return text.slice(0, width);
  let used = 0;
  // Finds no more of them than are needed.
  for (const { segment, index } of segments(text)) {
    used += graphemeWidth(segment);
    if (used > width) return text.slice(0, index);
  }
  return text;
}

/** Like `fit`, with an ellipsis in the last cell when something was cut off. */
export function shorten(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  return width <= 0 ? '' : `${fit(text, width - 1).replace(/…+$/, '')}…`;
}

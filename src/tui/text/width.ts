let segmenter: Intl.Segmenter | undefined;

/** Made when it is first needed: its tables take longer to load than the rest of the layout. */
function segments(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** Characters that take one cell each in every terminal: Latin, Greek, Cyrillic, punctuation, rules, blocks, arrows. */
const simpleText =
  /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u203b\u2190-\u2193\u2500-\u2593]*$/;
const emoji = /^\p{Emoji_Presentation}|^\p{Regional_Indicator}{2}|\ufe0f/u;
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}\p{Zl}\p{Zp}\p{Cc}]/u;

/** East Asian Width W and F (Unicode Standard Annex 11), without the emoji, as pairs of first and last code point. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18d08],
  [0x1aff0, 0x1b2fb],
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

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
  if (emoji.test(grapheme)) return 2;
  const point = grapheme.codePointAt(0) ?? 0;
  if (zeroWidth.test(grapheme)) return 0;
  return wideRanges.some(([first, last]) => point >= first && point <= last) ? 2 : 1;
}

/** Cells that a text takes on a terminal. The text holds no control characters. */
export function textWidth(text: string): number {
  if (isSimple(text)) return text.length;
  let width = 0;
  for (const grapheme of graphemes(text)) width += graphemeWidth(grapheme);
  return width;
}

/** The longest start of a text that fits into `width` cells. */
export function fit(text: string, width: number): string {
  if (width <= 0) return '';
  if (isSimple(text)) return text.slice(0, width);
  let taken = '';
  let used = 0;
  for (const grapheme of graphemes(text)) {
    used += graphemeWidth(grapheme);
    if (used > width) break;
    taken += grapheme;
  }
  return taken;
}

/** Like `fit`, with an ellipsis as the last cell when something was left out. */
export function shorten(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  return width <= 0 ? '' : `${fit(text, width - 1)}…`;
}

const harmless = /^[\x20-\x7e]*$/;

/**
 * Makes untrusted text safe for a terminal without hiding any of it: what cannot be seen is written as `\u009d`. In JSON
 * text the escapes mean the same as the characters they stand for, so that the result can be parsed to the same value.
 */
export function escapeVisibly(text: string): string {
  if (harmless.test(text)) return text;
  // What a reader of a terminal cannot see, or cannot tell from something else: control, format, private and unassigned
  // characters, lone surrogates, every space but U+0020, what a font may leave out (variation selectors, fillers, blank
  // Braille), and combining marks that are not one of the first four on a letter.
  const unseen =
    /\p{C}|(?! )\p{Z}|\p{Default_Ignorable_Code_Point}|\u2800|(?<!(?!\p{Default_Ignorable_Code_Point})\p{L}(?:(?!\p{Default_Ignorable_Code_Point})\p{M}){0,3})\p{M}/gu;
  return text.replace(unseen, escaped);
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

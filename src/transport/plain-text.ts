const alreadyPlain = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/**
 * Makes one harmless line of remote text: no control, escape, bidi or zero-width characters, no floods of
 * combining marks, white space collapsed, at most `maxChars` code points (an ellipsis marks a cut).
 */
export function plainLine(text: string, maxChars: number): string {
  // Unicode properties take a millisecond to load.
  if (text.length <= maxChars && alreadyPlain.test(text)) return text;
  const line = text
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, '')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .trim();
  const points = Array.from(line);
  return points.length <= maxChars ? line : `${points.slice(0, maxChars - 1).join('')}…`;
}

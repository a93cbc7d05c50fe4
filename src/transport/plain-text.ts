/** Shorter secrets are not looked for: they would blank out ordinary words. */
const minSecretChars = 6;

/**
 * Makes one harmless line of remote text: no control, escape, bidi or zero-width characters, no floods of
 * combining marks, white space collapsed, at most `maxChars` code points (an ellipsis marks a cut).
 */
export function plainLine(text: string, maxChars: number): string {
  const line = text
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, '')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .trim();
  const points = Array.from(line);
  return points.length <= maxChars ? line : `${points.slice(0, maxChars - 1).join('')}…`;
}

/**
 * A function that blanks the given secrets in a text, as they are, URL-encoded or in base64, in any case of letters:
 * a server may repeat what it was sent.
 */
export function createScrubber(secrets: readonly string[]): (text: string) => string {
  const variants = secrets
    .filter((secret) => secret.length >= minSecretChars)
    .flatMap((secret) => {
      const bytes = Buffer.from(secret, 'utf8');
      const base64 = bytes.toString('base64').replace(/=+$/, '');
      return [secret, encodeURIComponent(secret), base64, bytes.toString('base64url')];
    });
  if (variants.length === 0) return (text) => text;
  const escaped = [...new Set(variants)]
    .sort((a, b) => b.length - a.length)
    .map((variant) => variant.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(escaped.join('|'), 'gi');
  return (text) => text.replace(pattern, '‹secret›');
}

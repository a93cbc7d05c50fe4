/** Shorter values are no secrets: they would be found everywhere by chance. The one limit of the whole program. */
export const minSecretLength = 8;
/** A shorter run of base64 would be, too. */
const shortestCore = 8;

/**
 * Every spelling in which a secret may stand in a text: as it is, in hexadecimal, in base64 and base64url, alone or in the
 * middle of something longer, each of them also URL-encoded, escaped for JSON and escaped for HTML. To be looked for in any
 * case of letters: host names and percent codes come in either.
 * @returns longest first, so that a match is never a part of a longer one
 */
export function secretForms(secrets: readonly string[]): readonly string[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < minSecretLength) continue;
    const bytes = Buffer.from(secret);
    const hex = bytes.toString('hex');
    const cores = base64Cores(bytes);
    const url = cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'));
    for (const form of [secret, hex, ...cores, ...url])
      for (const spelling of spellings(form)) forms.add(spelling);
    // A client may encode every byte.
    forms.add(hex.replace(/../g, '%$&'));
  }
  return [...forms].sort((left, right) => right.length - left.length);
}

function spellings(text: string): readonly string[] {
  if (/^\w*$/.test(text)) return [text];
  const escaped = escapeJson(text);
  // Through bytes, because half a surrogate pair has no URL encoding.
  const encoded = encodeURIComponent(Buffer.from(text).toString());
  const strict = encoded.replace(/[!'()*]/g, (mark) => `%${hexOf(mark, 2)}`);
  return [
    text,
    escaped,
    escapeJson(escaped),
    // In a text of the JSON arguments of a call in an event.
    escapeJson(escapeJson(escaped)),
    escaped.replaceAll('/', '\\/'),
    // As .NET writes JSON.
    escaped
      .replaceAll('\\"', '\\u0022')
      .replace(/[+&'<>`\u0080-\uffff]/g, (mark) => `\\u${hexOf(mark, 4)}`),
    encoded,
    strict,
    encoded.replaceAll('%20', '+'),
    encodeURIComponent(encoded),
    escapeHtml(text),
  ];
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (mark) => names[mark] ?? mark);
}

function hexOf(mark: string, digits: number): string {
  return mark.charCodeAt(0).toString(16).padStart(digits, '0');
}

/**
 * Base64 works on groups of three bytes: with one or two bytes in front the same secret reads differently. The letters
 * that also depend on the neighbours are left out.
 */
function base64Cores(bytes: Buffer): readonly string[] {
  const cores = [0, 1, 2].map((before) => {
    const all = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return all.slice(Math.ceil((before * 8) / 6), whole);
  });
  return cores.filter((core) => core.length >= shortestCore);
}

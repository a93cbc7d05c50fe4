/** A shorter secret would be found everywhere by chance. */
const shortestSecret = 4;
/** A shorter run of base64 would be. */
const shortestCore = 8;

/**
 * Every spelling in which a secret may stand in an event: as it is, URL-encoded, escaped for JSON once and twice, in
 * hexadecimal, and in base64 and base64url, alone or in the middle of something longer.
 * @returns longest first, so that a match is never a part of a longer one
 */
export function secretForms(secrets: readonly string[]): readonly string[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    const escaped = escapeJson(secret);
    const bytes = Buffer.from(secret);
    // Through bytes, because half a surrogate pair has no URL encoding.
    const encoded = encodeURIComponent(bytes.toString());
    for (const form of [secret, escaped, escapeJson(escaped), ...urlForms(encoded)])
      forms.add(form);
    for (const core of base64Cores(bytes)) {
      forms.add(core);
      forms.add(core.replaceAll('+', '-').replaceAll('/', '_'));
      forms.add(encodeURIComponent(core));
    }
    forms.add(bytes.toString('hex'));
    forms.add(bytes.toString('hex').toUpperCase());
  }
  return [...forms].sort((left, right) => right.length - left.length);
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function urlForms(encoded: string): readonly string[] {
  const lower = encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const strict = encoded.replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return [encoded, lower, strict, encoded.replaceAll('%20', '+'), encodeURIComponent(encoded)];
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

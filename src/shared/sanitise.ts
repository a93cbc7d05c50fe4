/**
 * Control strings that run until a terminator: OSC, DCS, SOS, PM and APC, with both encodings of each. One never contains
 * the start of another, so that a flood of starts takes only one pass.
 */
const stringSequence =
  /(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)/g;
const controlSequence = /(?:\x1b\[|\x9b)[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]/g;
const shortSequence = /\x1b[\x20-\x2f]*[\x30-\x7e]/g;
/** Bidi embeddings, overrides, isolates and marks: they reorder the text around them, including ours. */
const bidiControl = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Invisible characters without use on a screen: zero-width spaces, soft hyphen, annotation and shorthand controls. */
const invisible =
  /[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]|\u{1bca0}|\u{1bca1}|\u{1bca2}|\u{1bca3}/gu;
const control = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/g;
const lineBreak = /\r\n?|\u0085|\u2028|\u2029/g;
/** Printable ASCII and what most of our own texts contain beyond it: Latin letters, dashes, quotes, arrows, blocks. */
const harmless =
  /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u203b\u2190-\u2193\u2500-\u2593]*$/;

export interface SanitiseOptions {
  /** Keep line feeds; otherwise each becomes a space. */
  readonly newlines?: boolean;
}

/**
 * Makes untrusted text safe for a terminal; the only place where this is done. Escape sequences, control characters, bidi
 * controls and invisible characters are removed, tabs become spaces, carriage returns become line feeds, a character keeps
 * at most four combining marks, and a lone surrogate becomes U+FFFD. The result has no character below U+0020 except line
 * feeds, if requested.
 */
export function sanitise(text: string, options: SanitiseOptions = {}): string {
  if (harmless.test(text)) return text;
  // Unicode properties take a millisecond to load, which most starts do not need.
  const loneSurrogate = /\p{Surrogate}/gu;
  // Of the combining marks of a character the first four; more would pile up over other lines.
  const attached = /([\p{M}\p{Cf}]{4})[\p{M}\p{Cf}]+/gu;
  const plain = text
    .replace(stringSequence, '')
    .replace(controlSequence, '')
    .replace(lineBreak, '\n')
    .replace(shortSequence, '')
    .replace(/\t/g, '  ')
    .replace(control, '')
    .replace(loneSurrogate, '\ufffd')
    .replace(bidiControl, '')
    .replace(invisible, '')
    .replace(attached, '$1');
  return options.newlines === true ? plain : plain.replace(/\n+/g, ' ');
}

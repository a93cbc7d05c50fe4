import { secretForms } from './secret-forms.js';

/** What stands where a secret stood. */
const redacted = '<redacted>';

/** Deeper values are cut off; the protocol refuses events nested deeper than 64 levels. */
const deepest = 100;

/**
 * Names of fields whose strings are secrets, without case and punctuation. `headers` are those of MCP servers,
 * `credential` belongs to an ICE server. Not here: `token`, which holds a word in a transcription's log probabilities.
 */
const secretNames: ReadonlySet<string> = new Set([
  'authorization',
  'proxyauthorization',
  'headers',
  'cookie',
  'setcookie',
  'credential',
  'credentials',
  'connectionstring',
  'sharedaccesssignature',
]);
const secretEndings =
  /(?:apikey|subscriptionkey|accesskey|privatekey|functionskey|accesstoken|refreshtoken|idtoken|authtoken|bearertoken|clientsecret|apisecret|password|passwd|^secret)$/;

/** Secrets that show themselves by what stands around them, inside any text. Group 1 stays. */
const telltales: readonly RegExp[] = [
  /\b(Bearer\s+)[\w.~+/=-]{8,}/gi,
  /\b((?:api[-_]?key|subscription[-_]key|agent[-_]access[-_]token|access[-_]token|client[-_]secret|authorization|password|sig)=)[^&\s"'<>]+/gi,
  /((?:api[-_]?key|subscription[-_]key|access[-_]token|client[-_]secret|authorization|password)\\*"\s*:\s*\\*")[^"\\]+/gi,
  /(:\/\/)[^/\s:@"<>]+:[^/\s@"<>]+(?=@)/g,
];
/** Every telltale has one of these letters; most texts have none. */
const mayTell = /[=@"]|bearer/i;

/** Takes secrets out of values that are to be written. */
export interface Redactor {
  /** The value, or a copy without secrets; numbers, such as token counts, always stay. */
  redact(value: unknown): unknown;
}

/** @param secrets known ones (keys, tokens), found in every usual spelling; shorter than 4 characters are not looked for */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = secretForms(secrets).map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const known = forms.length === 0 ? undefined : new RegExp(forms.join('|'), 'g');
  const cleanText = (text: string): string => {
    const without = known === undefined ? text : text.replace(known, redacted);
    if (!mayTell.test(without)) return without;
    return telltales.reduce((rest, telltale) => rest.replace(telltale, `$1${redacted}`), without);
  };
  const clean = (value: unknown, secret: boolean, depth: number): unknown => {
    if (typeof value === 'string') return secret && value !== '' ? redacted : cleanText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= deepest) return '<nested too deep>';
    if (Array.isArray(value)) {
      return value.map((item: unknown) => clean(item, secret, depth + 1));
    }
    // fromEntries defines properties, so that a key `__proto__` stays an ordinary one.
    return Object.fromEntries(
      Object.entries(value).map(([key, item]: [string, unknown]) => [
        cleanText(key),
        clean(item, secret || isSecretName(key), depth + 1),
      ]),
    );
  };
  return { redact: (value) => clean(value, false, 0) };
}

function isSecretName(key: string): boolean {
  const name = key.toLowerCase().replace(/[^a-z0-9]/g, '');
  return secretNames.has(name) || secretEndings.test(name);
}

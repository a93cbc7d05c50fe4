import { secretForms } from './secret-forms.js';

/** What stands in place of a secret. */
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

/** A name of our protocol or the service's: lower-case words. A secret of this form is not taken out of a `type`. */
const typeName = /^[a-z][a-z_.-]*$/;
const placeholder = /^<redacted(?: \d+)?>$/;

/** Keys whose redaction is remembered: those of the protocol come again and again. */
const maxKeys = 2000;

interface Key {
  readonly clean: string;
  readonly secret: boolean;
}

/** Takes secrets out of values. */
export interface Redactor {
  /** The value itself, or a copy without secrets; numbers, such as token counts, always stay. */
  readonly redact: <Value>(value: Value) => Value;
}

/**
 * @param secrets known ones (keys, tokens), found in every usual spelling; shorter than 4 characters are not looked for
 * @param replace what stands in place of a secret
 */
export function createRedactor(
  secrets: readonly string[],
  replace: (secret: string) => string = () => redacted,
): Redactor {
  const forms = secretForms(secrets).map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const known = forms.length === 0 ? undefined : new RegExp(forms.join('|'), 'g');
  const cleanText = (text: string): string => {
    const without = known === undefined ? text : text.replace(known, replace);
    if (!mayTell.test(without)) return without;
    return telltales.reduce(
      (rest, telltale) =>
        rest.replace(telltale, (match: string, before: string) => {
          const secret = match.slice(before.length);
          return `${before}${placeholder.test(secret) ? secret : replace(secret)}`;
        }),
      without,
    );
  };
  const keys = new Map<string, Key>();
  const keyOf = (name: string): Key => {
    const known = keys.get(name);
    if (known !== undefined) return known;
    const key = { clean: cleanText(name), secret: isSecretName(name) };
    if (keys.size < maxKeys) keys.set(name, key);
    return key;
  };
  const cleanString = (text: string, key: string, secret: boolean): string => {
    if (text === '' || placeholder.test(text)) return text;
    if (secret) return replace(text);
    return key === 'type' && typeName.test(text) ? text : cleanText(text);
  };
  const clean = (value: unknown, key: string, secret: boolean, depth: number): unknown => {
    if (typeof value === 'string') return cleanString(value, key, secret);
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= deepest) return '<nested too deep>';
    if (Array.isArray(value)) {
      const items = value.map((item: unknown) => clean(item, '', secret, depth + 1));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    const entries = Object.entries(value);
    const cleaned = entries.map(([name, item]: [string, unknown]): [string, unknown] => {
      const key = keyOf(name);
      return [key.clean, clean(item, name, secret || key.secret, depth + 1)];
    });
    const isSame = cleaned.every(
      ([name, item], index) => name === entries[index]?.[0] && item === entries[index][1],
    );
    // fromEntries defines properties, so that a key `__proto__` stays an ordinary one.
    return isSame ? value : Object.fromEntries(cleaned);
  };
  function redact<Value>(value: Value): Value;
  function redact(value: unknown): unknown {
    return clean(value, '', false, 0);
  }
  return { redact };
}

function isSecretName(key: string): boolean {
  const name = key.toLowerCase().replace(/[^a-z0-9]/g, '');
  return secretNames.has(name) || secretEndings.test(name);
}

import { isJsonObject, type JsonObject } from '../json.js';
import { isSecretName } from './secret-names.js';
import { secretForms } from './secret-forms.js';
import { openTextStream, type TextStream } from './text-stream.js';

/** What stands in place of a secret. */
const redacted = '<redacted>';

/** Deeper values are cut off; the protocol refuses events nested deeper than 64 levels. */
const deepest = 100;

/** Secrets that show themselves by what stands around them, inside any text. Group 1 stays. */
const telltales: readonly RegExp[] = [
  /\b(Bearer\s+)[\w.~+/=-]{8,}/gi,
  /\b((?:api[-_]?key|subscription[-_]key|agent[-_]access[-_]token|access[-_]token|client[-_]secret|authorization|password|sig)=)[^&\s"'<>]+/gi,
  /\b()eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g,
  /((?:api[-_]?key|subscription[-_]key|access[-_]token|client[-_]secret|authorization|password)\\*"\s*:\s*\\*")[^"\\]+/gi,
  /(:\/\/)[^/\s:@"<>]+:[^/\s@"<>]+(?=@)/g,
];
/** Every telltale has one of these; most texts have none. */
const mayTell = /[=@"]|bearer|eyj/i;

/** A name of our protocol or the service's: lower-case words. A secret of this form stays as a `type` and as a key. */
const protocolName = /^[a-z][a-z_.]*$/;
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
  /** Whether a known secret stands in the text. */
  readonly holds: (text: string) => boolean;
  /** For a text that comes in pieces: a secret may begin in one and end in another. */
  readonly openStream: () => TextStream;
}

/**
 * @param secrets known ones (keys, tokens), found in every usual spelling; shorter than 8 characters are not looked for
 * @param replace what stands in place of a secret
 */
export function createRedactor(
  secrets: readonly string[],
  replace: (secret: string) => string = () => redacted,
): Redactor {
  const forms = secretForms(secrets);
  const escaped = forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const known = forms.length === 0 ? undefined : new RegExp(escaped.join('|'), 'gi');
  const shortest = forms.at(-1)?.length ?? 0;
  const cleanText = (text: string): string => {
    const mayHold = known !== undefined && text.length >= shortest;
    const without = mayHold ? text.replace(known, replace) : text;
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
    const clean = protocolName.test(name) ? name : cleanText(name);
    const key = { clean, secret: isSecretName(name) };
    if (keys.size < maxKeys) keys.set(name, key);
    return key;
  };
  const cleanString = (text: string, key: string, secret: boolean, depth: number): string => {
    if (text === '' || placeholder.test(text)) return text;
    if (secret) return replace(text);
    // The outermost type is always one of this program's own.
    const isName = key === 'type' && (depth === 1 || protocolName.test(text));
    return isName ? text : cleanText(text);
  };
  const clean = (value: unknown, key: string, secret: boolean, depth: number): unknown => {
    if (typeof value === 'string') return cleanString(value, key, secret, depth);
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= deepest) return '<nested too deep>';
    if (Array.isArray(value)) {
      const items = value.map((item: unknown) => clean(item, '', secret, depth + 1));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    return isJsonObject(value) ? cleanMembers(value, secret, depth) : value;
  };
  const cleanMembers = (members: JsonObject, secret: boolean, depth: number): unknown => {
    let copy: [string, unknown][] | undefined;
    let at = 0;
    // The event of an input is mostly the very object that was received, its next field.
    let last: unknown;
    let lastCleaned: unknown;
    // Most values stay as they are: no list of their members is made.
    for (const name in members) {
      const item = members[name];
      const key = keyOf(name);
      const isAgain = typeof item === 'object' && item === last && !key.secret;
      const cleaned = isAgain ? lastCleaned : clean(item, name, secret || key.secret, depth + 1);
      if (key.secret) last = undefined;
      else [last, lastCleaned] = [item, cleaned];
      if (key.clean !== name || cleaned !== item)
        (copy ??= Object.entries(members))[at] = [key.clean, cleaned];
      at += 1;
    }
    // fromEntries defines properties, so that a key `__proto__` stays an ordinary one.
    return copy === undefined ? members : Object.fromEntries(copy);
  };
  function redact<Value>(value: Value): Value;
  function redact(value: unknown): unknown {
    return clean(value, '', false, 0);
  }
  return {
    redact,
    holds: (text) => known !== undefined && text.search(known) !== -1,
    openStream: () => openTextStream({ forms, known, replace }),
  };
}

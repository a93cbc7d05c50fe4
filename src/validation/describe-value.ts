const maxFoundLength = 60;

/**
 * What a value is, in at most 60 characters that are safe to print. Text is quoted only if
 * `quoteText` is set: a string in the place of an object may hold a secret.
 */
export function describeValue(value: unknown, quoteText: boolean): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'string':
      return quoteText ? quote(value, maxFoundLength) : 'a string';
    case 'number':
    case 'boolean':
      return String(value);
    case 'object':
      return 'an object';
    default:
      return `a ${typeof value}`;
  }
}

/** `text` in double quotes, without control characters, at most `maxLength` characters in all. */
export function quote(text: string, maxLength: number): string {
  return `"${printable(text, maxLength - 2)}"`;
}

/** The beginning of `text` with everything replaced that could steer a terminal. */
export function printable(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

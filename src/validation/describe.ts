import type { NumberShape, Shape, StringShape } from './shape.js';

const maxFoundLength = 60;
const maxListed = 8;

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

/** What a shape accepts, as words that follow "expected". */
export function describeShape(shape: Shape): string {
  if (shape.expected !== undefined) return shape.expected;
  switch (shape.kind) {
    case 'any':
      return 'any value';
    case 'boolean':
      return 'true or false';
    case 'string':
      if (shape.values !== undefined) return describeList(shape.values);
      return describeString(shape);
    case 'number':
      return describeNumber(shape.integer ? 'an integer' : 'a number', shape);
    case 'array':
      return describeArray(shape.minItems, shape.maxItems);
    case 'either':
      return [...new Set(shape.options.map(describeShape))].join(' or ');
    case 'map':
      return shape.maxKeys === undefined
        ? 'an object'
        : `an object of at most ${shape.maxKeys} keys`;
    case 'object':
    case 'tagged':
    case 'ref':
      return 'an object';
  }
}

function describeString({ minLength, maxLength }: StringShape): string {
  const noun = minLength === undefined ? 'a string' : 'a string that is not empty';
  return maxLength === undefined ? noun : `${noun}, at most ${maxLength} characters`;
}

/** `"a", "b" or "c"`; only the count when there are too many to read. */
export function describeList(values: readonly string[]): string {
  if (values.length > maxListed) return `one of the ${values.length} known values`;
  const quoted = values.map((value) => `"${value}"`);
  const last = quoted.pop() ?? 'nothing';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}

function describeNumber(noun: string, { minimum, above, maximum }: NumberShape): string {
  if (minimum !== undefined && maximum !== undefined)
    return `${noun} from ${minimum} to ${maximum}`;
  if (above !== undefined && maximum !== undefined)
    return `${noun} above ${above}, at most ${maximum}`;
  if (above !== undefined) return `${noun} above ${above}`;
  if (minimum !== undefined) return `${noun} of at least ${minimum}`;
  return maximum === undefined ? noun : `${noun} of at most ${maximum}`;
}

function describeArray(minItems: number | undefined, maxItems: number | undefined): string {
  if (minItems !== undefined && minItems === maxItems) return `an array of ${minItems} items`;
  if (minItems !== undefined) return `an array of at least ${minItems} items`;
  return maxItems === undefined ? 'an array' : `an array of at most ${maxItems} items`;
}

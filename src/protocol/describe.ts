import type { Shape } from './shape.js';

const longestFound = 60;
const longestList = 8;

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
      return quoteText ? quote(value, longestFound) : 'a string';
    case 'number':
    case 'boolean':
      return String(value);
    case 'object':
      return 'an object';
    default:
      return `a ${typeof value}`;
  }
}

/** `text` in double quotes, without control characters, at most `longest` characters in all. */
export function quote(text: string, longest: number): string {
  return `"${printable(text, longest - 2)}"`;
}

/** The beginning of `text` with everything replaced that could steer a terminal. */
export function printable(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

/** What a shape accepts, as words that follow "expected". */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'any':
      return 'any value';
    case 'boolean':
      return 'true or false';
    case 'string':
      if (shape.values !== undefined) return describeList(shape.values);
      return shape.minLength === undefined ? 'a string' : 'a string that is not empty';
    case 'number':
      return describeNumber(shape.integer ? 'an integer' : 'a number', shape);
    case 'array':
      return describeArray(shape.minItems, shape.maxItems);
    case 'either':
      return [...new Set(shape.options.map(describeShape))].join(' or ');
    case 'map':
    case 'object':
    case 'tagged':
    case 'ref':
      return 'an object';
  }
}

/** `"a", "b" or "c"`; only the count when there are too many to read. */
export function describeList(values: readonly string[]): string {
  if (values.length > longestList) return `one of the ${values.length} known values`;
  const quoted = values.map((value) => `"${value}"`);
  const last = quoted.pop() ?? 'nothing';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}

interface Limits {
  readonly minimum?: number;
  readonly maximum?: number;
}

function describeNumber(noun: string, { minimum, maximum }: Limits): string {
  if (minimum !== undefined && maximum !== undefined)
    return `${noun} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${noun} of at least ${minimum}`;
  return maximum === undefined ? noun : `${noun} of at most ${maximum}`;
}

function describeArray(minItems: number | undefined, maxItems: number | undefined): string {
  if (minItems !== undefined && minItems === maxItems) return `an array of ${minItems} items`;
  if (minItems !== undefined) return `an array of at least ${minItems} items`;
  return maxItems === undefined ? 'an array' : `an array of at most ${maxItems} items`;
}

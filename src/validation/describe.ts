import { closest } from '../shared/suggest.js';
import type { ArrayShape, MapShape, NumberShape, Shape, StringShape } from './shape.js';

const maxListed = 8;
const listedOfMany = 3;

/** What a shape accepts, as words that follow "expected". */
export function describeShape(shape: Shape): string {
  if (shape.expected !== undefined) return shape.expected;
  switch (shape.kind) {
    case 'any':
      return 'any value';
    case 'boolean':
      return shape.only === undefined ? 'true or false' : String(shape.only);
    case 'string':
      if (shape.values !== undefined) return describeList(shape.values);
      return describeString(shape);
    case 'number':
      return describeNumber(shape.integer ? 'an integer' : 'a number', shape);
    case 'array':
      return describeArray(shape);
    case 'either':
      return [...new Set(shape.options.map(describeShape))].join(' or ');
    case 'map':
      return describeMap(shape);
    case 'object':
    case 'tagged':
    case 'keyed':
    case 'ref':
      return 'an object';
  }
}

function describeString({ minLength, maxLength }: StringShape): string {
  const noun = minLength === undefined ? 'a string' : 'a non-empty string';
  return maxLength === undefined ? noun : `${noun}, at most ${maxLength} characters`;
}

/** `"a"`, `"a" or "b"`, `one of "a", "b", "c"`; of too many to read only those that are most like `word`. */
export function describeList(values: readonly string[], word = ''): string {
  const listed = values.length > maxListed ? closest(word, values, listedOfMany) : values;
  const quoted = listed.map((value) => `"${value}"`);
  if (listed.length < values.length) {
    return `one of ${quoted.join(', ')}, … (${values.length} in all)`;
  }
  return quoted.length > 2 ? `one of ${quoted.join(', ')}` : quoted.join(' or ');
}

/** That an object must have one of these keys, and only one. */
export function describeChoice(keys: readonly string[]): string {
  return `exactly one of ${keys.map((key) => `"${key}"`).join(', ')}`;
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

/** An array by how many items it may have. */
export function describeArray({ minItems = 0, maxItems }: ArrayShape): string {
  if (minItems === maxItems) return `an array of ${items(minItems)}`;
  if (minItems === 0) {
    return maxItems === undefined ? 'an array' : `an array of at most ${items(maxItems)}`;
  }
  return maxItems === undefined
    ? `an array of at least ${items(minItems)}`
    : `an array of ${minItems} to ${items(maxItems)}`;
}

/** An object by how many keys it may have. */
export function describeMap({ maxKeys }: MapShape): string {
  return maxKeys === undefined ? 'an object' : `an object of at most ${maxKeys} keys`;
}

function items(count: number): string {
  return count === 1 ? '1 item' : `${count} items`;
}

import { called, either, list, matching } from '../../validation/build-shape.js';

export const text = matching(/\S/, 'text that is not blank');

/** One text or several. */
export const texts = called(either(text, list(text, 1)), 'text, or a list of texts');

/** One value or several, and the way to each. */
export function eachOf<Item extends string | number | boolean | object>(
  given: Item | readonly Item[],
): readonly { readonly value: Item; readonly steps: readonly number[] }[] {
  if (!isList(given)) return [{ value: given, steps: [] }];
  return given.map((value, index) => ({ value, steps: [index] }));
}

function isList<Item>(given: Item | readonly Item[]): given is readonly Item[] {
  return Array.isArray(given);
}

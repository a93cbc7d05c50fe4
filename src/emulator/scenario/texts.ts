import { called, either, json, list, matching, type Infer } from '../../validation/build-shape.js';

/** Something to say, a name, … */
export const text = matching(/\S/, 'non-empty text');

/** One text or several. */
export const texts = called(either(text, list(text, 1)), 'text, or a list of texts');

export const objects = list(json, 1);

export function textsOf(given: Infer<typeof texts> | null | undefined): readonly string[] {
  if (typeof given === 'string') return [given.trim()];
  return given?.map((each) => each.trim()) ?? [];
}

/** One item or several. */
export function listOf<Item>(given: Item | readonly Item[]): readonly Item[] {
  return isList(given) ? given : [given];
}

function isList<Item>(given: Item | readonly Item[]): given is readonly Item[] {
  return Array.isArray(given);
}

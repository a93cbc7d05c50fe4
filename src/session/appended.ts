/** A list with one more item at its end, of which only the newest `most` are kept. */
export function appended<Item>(list: readonly Item[], item: Item, most: number): readonly Item[] {
  const kept = list.slice(Math.max(0, list.length + 1 - most));
  kept.push(item);
  return kept;
}

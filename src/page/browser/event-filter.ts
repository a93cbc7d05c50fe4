import { eventDirections, eventLevels, type PageEvents } from '../data/page-data.js';

/**
 * The rows that match: all words are in type or summary, those behind a `-` in neither; case does not matter.
 * @param kind a direction, `problems` or `all`
 */
export function matchingRows(events: PageEvents, words: string, kind: string): readonly number[] {
  const terms = words
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '' && term !== '-');
  const wanted = terms.filter((term) => !term.startsWith('-'));
  const unwanted = terms.filter((term) => term.startsWith('-')).map((term) => term.slice(1));
  const rows: number[] = [];
  for (let row = 0; row < events.atMs.length; row += 1) {
    const level = eventLevels[events.level[row] ?? 0];
    const direction = eventDirections[events.direction[row] ?? 0];
    if (kind === 'problems' ? level === 'normal' : kind !== 'all' && kind !== direction) continue;
    const text = `${typeOf(events, row)} ${events.summary[row] ?? ''}`.toLowerCase();
    if (!wanted.every((term) => text.includes(term))) continue;
    if (unwanted.some((term) => text.includes(term))) continue;
    rows.push(row);
  }
  return rows;
}

export function typeOf(events: PageEvents, row: number): string {
  return events.types[events.type[row] ?? 0] ?? '';
}

import type { SessionState } from '../../session/state.js';
import type { UiState } from '../ui-state.js';
import { patternOf } from './pattern.js';
import { activeSearch, droppedIn, matchNumber } from './searching.js';

/** How far a search has come, from short to long: the longest that fits is shown. */
export function searchWords(ui: UiState, state: SessionState): readonly string[] {
  const search = activeSearch(ui);
  if (search === undefined || patternOf(search.query.text) === undefined) return [];
  const { places, complete } = search.matches;
  if (places.length === 0 && !complete) return ['searching…'];
  const count = `${String(places.length)}${complete ? '' : '+'}`;
  const number = matchNumber(ui, state);
  const words =
    places.length === 0
      ? 'no match'
      : number === undefined
        ? `${count} ${places.length === 1 ? 'match' : 'matches'}`
        : `${String(number + 1)} of ${count}`;
  const dropped = droppedIn(search.area, state);
  if (dropped === 0 || !complete) return [words];
  const lines = search.area === 'log' ? 'events' : 'lines';
  return [
    words,
    `${words} · ${String(dropped)} dropped`,
    `${words} · ${String(dropped)} older ${lines} are no longer kept`,
  ];
}

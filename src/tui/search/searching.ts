import type { SessionState } from '../../session/state.js';
import type { UiState } from '../ui-state.js';
import { findMore, noMatches, type SearchedLines } from './matches.js';
import { patternOf } from './pattern.js';
import type { Search } from './search.js';
import { searchedLog } from './searched-log.js';
import { searchedTranscript } from './searched-transcript.js';

/** The search of what has the focus, being typed or not. */
export function activeSearch({ search, focus }: UiState): Search | undefined {
  return search !== undefined && (focus === 'search' || focus === search.area) ? search : undefined;
}

/** What a search highlights in an area. */
export function patternIn(ui: UiState, area: Search['area']): RegExp | undefined {
  const search = activeSearch(ui);
  return search?.area === area ? patternOf(search.query.text) : undefined;
}

/** Searches on, as far as one frame allows, and sets the cursor once its match is known. */
export function continueSearch(ui: UiState, state: SessionState): UiState {
  const before = activeSearch(ui);
  if (before === undefined) return ui;
  const pattern = patternOf(before.query.text);
  if (pattern === undefined)
    return before.seeks ? cursorBack({ ...ui, search: { ...before, seeks: false } }) : ui;
  const source = before.area === 'log' ? state.log : state.transcript;
  const filter = before.area === 'log' ? `${String(ui.frozenAt)} ${ui.filter.text}` : '';
  const isKnown = before.source === source && before.filter === filter;
  if (isKnown && before.matches.complete && !before.seeks) return ui;
  const matches = findMore(
    before.filter === filter ? before.matches : noMatches,
    linesOf(ui, state, before.area, pattern),
  );
  const search = kept({ ...before, matches, source, filter }, state);
  const next = { ...ui, search };
  const lost = before.at !== undefined && search.at === undefined;
  if (lost) return { ...next, hint: 'That match is no longer kept.' };
  return search.seeks ? seek(next, state) : next;
}

/** Whether there is more to search in later frames. */
export function searchesOn(ui: UiState): boolean {
  const search = activeSearch(ui);
  return (
    search !== undefined && patternOf(search.query.text) !== undefined && !search.matches.complete
  );
}

function linesOf(
  ui: UiState,
  state: SessionState,
  area: Search['area'],
  pattern: RegExp,
): SearchedLines {
  return area === 'log' ? searchedLog(state, ui, pattern) : searchedTranscript(state, pattern);
}

/** The search, without a match that was dropped. */
function kept(search: Search, state: SessionState): Search {
  const isDropped = search.at !== undefined && search.at.place < droppedIn(search.area, state);
  return isDropped ? { ...search, at: undefined } : search;
}

/** How many older lines of an area are no longer kept. */
export function droppedIn(area: Search['area'], state: SessionState): number {
  return area === 'log' ? state.logDropped : state.transcriptDropped;
}

/** The match nearest above where the search began; without one, the newest. */
function seek(ui: UiState, state: SessionState): UiState {
  const { search } = ui;
  if (search === undefined) return ui;
  const { places, complete } = search.matches;
  const from = placeOf({ ...ui, ...search.origin }, state, search.area);
  const above = places.findLastIndex((place) => place <= from);
  const found = above >= 0 ? above : complete ? places.length - 1 : undefined;
  if (found === undefined) return ui;
  if (found < 0) return cursorBack({ ...ui, search: { ...search, seeks: false, at: undefined } });
  return goTo(ui, state, found);
}

/** Puts the cursor where it was before the search. */
export function cursorBack(ui: UiState): UiState {
  const { search } = ui;
  return search === undefined ? ui : { ...ui, ...search.origin };
}

/** Moves to the next or previous match, and over the ends of the list. */
export function stepMatch(before: UiState, state: SessionState, step: 1 | -1): UiState {
  const ui = continueSearch(before, state);
  const search = activeSearch(ui);
  if (search === undefined) return ui;
  const { places, complete } = search.matches;
  if (places.length === 0) return complete ? { ...ui, hint: 'No match.' } : ui;
  const target = nextMatch(ui, state, search, step);
  const last = places.length - 1;
  if (target < 0) return { ...goTo(ui, state, last), hint: 'Search continued at the end.' };
  if (target > last) return { ...goTo(ui, state, 0), hint: 'Search continued at the start.' };
  return goTo(ui, state, target);
}

/** Number of the match after or before the cursor; it may be beyond the ends. */
function nextMatch(ui: UiState, state: SessionState, search: Search, step: 1 | -1): number {
  const current = matchNumber(ui, state);
  if (current !== undefined) return current + step;
  const { places } = search.matches;
  const from = placeOf(ui, state, search.area);
  if (step < 0) return places.findLastIndex((place) => place < from);
  const after = places.findIndex((place) => place > from);
  return after < 0 ? places.length : after;
}

/** Number of the match under the cursor, from 0; undefined when the cursor was moved elsewhere. */
export function matchNumber(ui: UiState, state: SessionState): number | undefined {
  const search = activeSearch(ui);
  const match = currentMatch(ui, state);
  if (search === undefined || match === undefined) return undefined;
  const first = search.matches.places.indexOf(match.place);
  return first < 0 ? undefined : first + match.match;
}

/** The match that the cursor is on. */
export function currentMatch(ui: UiState, state: SessionState): Search['at'] {
  const search = activeSearch(ui);
  if (search?.at === undefined) return undefined;
  return placeOf(ui, state, search.area) === search.at.place ? search.at : undefined;
}

/** The position of the line under the cursor; that of the newest line when there is none. */
function placeOf(ui: UiState, state: SessionState, area: Search['area']): number {
  const dropped = droppedIn(area, state);
  if (area === 'log') {
    const { log } = state;
    const { selected } = ui;
    const at = selected === undefined ? -1 : log.findIndex(({ sequence }) => sequence >= selected);
    return dropped + (at < 0 ? log.length - 1 : at);
  }
  const at = state.transcript.findIndex(({ key }) => key === ui.turn);
  return dropped + (at < 0 ? state.transcript.length - 1 : at);
}

/** Puts the cursor on a match, by its number. */
function goTo(ui: UiState, state: SessionState, number: number): UiState {
  const { search } = ui;
  const place = search?.matches.places[number];
  if (search === undefined || place === undefined) return ui;
  const match = number - search.matches.places.indexOf(place);
  const found = {
    ...ui,
    lookedAwayFrom: undefined,
    search: { ...search, seeks: false, at: { place, match } },
  };
  const index = place - droppedIn(search.area, state);
  return search.area === 'log'
    ? { ...found, selected: state.log[index]?.sequence }
    : { ...found, turn: state.transcript[index]?.key };
}

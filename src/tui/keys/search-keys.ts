import type { SessionState } from '../../session/state.js';
import { patternOf } from '../search/pattern.js';
import { newSearch, withQuery, type Search } from '../search/search.js';
import { activeSearch, continueSearch, cursorBack, stepMatch } from '../search/searching.js';
import { editorWith } from '../editor.js';
import type { UiState } from '../ui-state.js';
import type { PressContext } from './key-context.js';
import { uiOnly, type KeyResult } from './key-result.js';
import type { KeyRow } from './key-row.js';

/** The keys that search the transcript and the event log. */
export const searchKeys: readonly KeyRow[] = [
  {
    keys: ['/'],
    does: 'search',
    about: 'search the transcript or the event log; capital letters count if you type any',
    modes: ['transcript', 'log'],
    place: 'search',
    footer: () => 3,
    run: (ui) => uiOnly(openSearch(ui)),
  },
  {
    keys: ['enter'],
    does: 'find',
    about: 'keep the match, for n and N',
    modes: ['search'],
    footer: () => 1,
    run: confirm,
  },
  {
    keys: ['escape'],
    does: 'cancel',
    about: 'cancel the search, and go back to where it began',
    modes: ['search'],
    footer: () => 2,
    run: (ui) => uiOnly(endSearch(cursorBack(ui))),
  },
  {
    keys: ['down', 'up'],
    does: 'next, previous',
    about: 'while typing: go to the next or the previous match',
    modes: ['search'],
    run: (ui, { key, state }) => uiOnly(stepMatch(ui, state, key.name === 'down' ? 1 : -1)),
  },
  {
    keys: ['n'],
    does: 'next',
    about: 'after Enter: go to the next match',
    modes: ['transcript', 'log'],
    place: 'search',
    when: hasSearch,
    footer: () => 1,
    run: (ui, { state }) => uiOnly(stepMatch(ui, state, 1)),
  },
  {
    keys: ['N'],
    does: 'previous',
    about: 'after Enter: go to the previous match',
    modes: ['transcript', 'log'],
    place: 'search',
    when: hasSearch,
    footer: () => 1,
    run: (ui, { state }) => uiOnly(stepMatch(ui, state, -1)),
  },
];

function hasSearch(_state: SessionState, ui: UiState): boolean {
  return activeSearch(ui) !== undefined;
}

function openSearch(ui: UiState): UiState {
  const area = ui.focus === 'log' ? 'log' : 'transcript';
  return { ...ui, focus: 'search', search: newSearch(area, ui) };
}

/** Leaves the box; the marks stay until Esc. */
function confirm(before: UiState, { state }: PressContext): KeyResult {
  const ui = continueSearch(before, state);
  const { search } = ui;
  if (search === undefined || patternOf(search.query.text) === undefined)
    return uiOnly(endSearch(ui));
  return uiOnly({ ...ui, focus: search.area });
}

/** The focus goes back to what was searched. */
function endSearch(ui: UiState): UiState {
  const focus = ui.focus === 'search' ? (ui.search?.area ?? 'session') : ui.focus;
  return { ...ui, focus, search: undefined };
}

/** Searches the transcript for a text, from its end. */
export function searchTranscript(ui: UiState, state: SessionState, text: string): UiState {
  const origin = { turn: undefined, selected: undefined, transcriptScroll: 0 };
  const search: Search = withQuery(newSearch('transcript', origin), editorWith(text));
  return continueSearch({ ...ui, ...origin, focus: 'transcript', search }, state);
}

import { emptyEditor } from '../editor.js';
import { activeSearch } from '../search/searching.js';
import type { UiState } from '../ui-state.js';
import { uiOnly, withIntent } from './key-result.js';
import type { KeyRow } from './key-row.js';

/** The keys that leave what has the focus, and the program. */
export const leaveKeys: readonly KeyRow[] = [
  {
    keys: ['escape'],
    does: 'back',
    about: 'in the text box, the filter, the transcript, the event log, help or an event: go back',
    modes: ['text', 'filter', 'transcript', 'log', 'help', 'event'],
    footer: () => 2,
    run: (ui) => uiOnly(goBack(ui)),
  },
  {
    keys: ['q'],
    does: 'quit',
    about: 'end the session',
    modes: ['session', 'transcript', 'log'],
    footer: () => 31,
    run: (ui) => ({ ...withIntent(ui, { type: 'quit' }), exit: 'quit' }),
  },
  {
    keys: ['ctrl+c'],
    does: 'quit',
    about: 'end the session; pressed again, at once',
    modes: ['session', 'text', 'transcript', 'log', 'filter', 'search', 'help', 'event'],
    footer: (_state, ui) => (ui.focus === 'text' || ui.focus === 'filter' ? 40 : undefined),
    run: (ui) => ({ ...withIntent(ui, { type: 'quit' }), exit: 'interrupt' }),
  },
  {
    keys: ['ctrl+z'],
    does: 'suspend',
    about: 'suspend the program; fg in the shell resumes it',
    modes: ['session', 'text', 'transcript', 'log', 'filter', 'search', 'help', 'event'],
    run: (ui) => ({ ...uiOnly(ui), suspend: true }),
  },
];

/** Closes the overlay, else ends the search, else gives the focus back to the session. */
export function goBack(ui: UiState): UiState {
  if (ui.overlay.kind !== 'none') return { ...ui, overlay: { kind: 'none' }, panelScroll: 0 };
  if (activeSearch(ui) !== undefined) return { ...ui, search: undefined };
  return {
    ...ui,
    focus: 'session',
    filter: ui.focus === 'filter' ? emptyEditor : ui.filter,
    selected: undefined,
    turn: undefined,
    historyAt: undefined,
  };
}

import { emptyEditor } from '../editor.js';
import { activeSearch } from '../search/searching.js';
import { withQuery } from '../search/search.js';
import { modeOf, type Mode, type UiState } from '../ui-state.js';
import type { PressContext } from './key-context.js';
import { uiOnly, withIntent, type KeyResult } from './key-result.js';
import type { KeyRow } from './key-row.js';
import { whyStay } from './why-stay.js';

const allModes: readonly Mode[] = [
  'session',
  'text',
  'transcript',
  'log',
  'filter',
  'search',
  'help',
  'event',
];

/** The keys that leave what has the focus, and the program. */
export const leaveKeys: readonly KeyRow[] = [
  {
    keys: ['escape'],
    does: 'back',
    about: 'go back: from help, an event, the filter, the event log or the transcript',
    modes: ['filter', 'transcript', 'log', 'help', 'event'],
    place: 'anywhere',
    footer: () => 2,
    run: (ui) => uiOnly(goBack(ui)),
  },
  {
    keys: ['q'],
    does: 'quit',
    about:
      'end the session; asks first while a turn is under way, with text in the text box, and within a second of typing',
    modes: ['session', 'transcript', 'log'],
    place: 'anywhere',
    footer: () => 31,
    run: pressQ,
  },
  {
    keys: ['ctrl+c'],
    does: 'quit',
    about: 'clear the line that is being typed; else end the session when pressed twice',
    modes: allModes,
    place: 'anywhere',
    footer: (_state, { focus }) => (focus === 'filter' || focus === 'search' ? 40 : undefined),
    run: pressControlC,
  },
  {
    keys: ['ctrl+z'],
    does: 'suspend',
    about: 'suspend the program; fg in the shell resumes it',
    modes: allModes,
    place: 'anywhere',
    run: (ui) => ({ ...uiOnly(ui), suspend: true }),
  },
];

/** Closes the overlay, else ends the search, else leaves what has the focus. */
export function goBack(ui: UiState): UiState {
  const { overlay } = ui;
  if (overlay.kind === 'help' && overlay.event !== undefined) {
    const { sequence, row } = overlay.event;
    return { ...ui, overlay: { kind: 'event', sequence }, panelScroll: row };
  }
  if (overlay.kind !== 'none') return { ...ui, overlay: { kind: 'none' }, panelScroll: 0 };
  if (activeSearch(ui) !== undefined) return { ...ui, search: undefined };
  return {
    ...ui,
    focus: 'session',
    filter: ui.focus === 'filter' ? emptyEditor : ui.filter,
    selected: undefined,
    turn: undefined,
  };
}

function pressQ(ui: UiState, context: PressContext): KeyResult {
  // Nothing is lost by leaving a replay.
  const reason = ui.replay === undefined ? whyStay(ui, context) : undefined;
  const deliberate = context.alone && context.key.action === 'press';
  if (deliberate && (context.leaving === 'q' || reason === undefined)) return quit(ui, 'quit');
  const why = reason === undefined || reason === '' ? '' : `: ${reason}`;
  return uiOnly({ ...ui, leaving: 'q', hint: `Press q again to quit${why}.` });
}

function pressControlC(ui: UiState, { state, key, leaving }: PressContext): KeyResult {
  const mode = modeOf(ui, state);
  if (mode === 'text' && ui.editor.text !== '')
    return uiOnly({ ...ui, editor: emptyEditor, historyAt: undefined });
  if (mode === 'filter' && ui.filter.text !== '') return uiOnly({ ...ui, filter: emptyEditor });
  if (mode === 'search' && ui.search !== undefined && ui.search.query.text !== '')
    return uiOnly({ ...ui, search: withQuery(ui.search, emptyEditor) });
  const isSure = leaving === 'ctrl+c' || ui.replay !== undefined;
  if (isSure && key.action === 'press') return quit(ui, 'interrupt');
  return uiOnly({ ...ui, leaving: 'ctrl+c', hint: 'Press Ctrl-C again to quit.' });
}

/** From now on a single Ctrl-C ends the program at once. */
function quit(ui: UiState, exit: 'quit' | 'interrupt'): KeyResult {
  return { ...withIntent({ ...ui, leaving: 'ctrl+c' }, { type: 'quit' }), exit };
}

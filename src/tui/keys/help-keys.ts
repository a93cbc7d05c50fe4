import { currentApproval } from '../../session/selectors.js';
import type { SessionState } from '../../session/state.js';
import { modeOf, type HelpPlace, type UiState } from '../ui-state.js';
import type { PressContext } from './key-context.js';
import { uiOnly, type KeyResult } from './key-result.js';
import type { KeyRow } from './key-row.js';
import { goBack } from './leave-keys.js';

/** The keys that open and close help. */
export const helpKeys: readonly KeyRow[] = [
  {
    keys: ['?', 'f1'],
    does: 'help',
    about: 'show all keys and commands, those of where you are first',
    modes: ['session', 'transcript', 'log', 'event'],
    place: 'anywhere',
    footer: () => 30,
    run: openHelp,
  },
  {
    keys: ['f1'],
    does: 'help',
    about: 'show all keys and commands, like /help',
    modes: ['text', 'filter', 'search'],
    footer: () => 30,
    run: openHelp,
  },
  {
    keys: ['?', 'f1', 'q'],
    does: 'back',
    about: 'close help',
    modes: ['help'],
    run: (ui) => uiOnly(goBack(ui)),
  },
];

function openHelp(ui: UiState, { state }: PressContext): KeyResult {
  const { overlay } = ui;
  const event =
    overlay.kind === 'event' ? { sequence: overlay.sequence, row: ui.panelScroll } : undefined;
  return uiOnly({
    ...ui,
    overlay: { kind: 'help', place: placeOf(ui, state), ...(event && { event }) },
    panelScroll: 0,
  });
}

function placeOf(ui: UiState, state: SessionState): HelpPlace {
  const mode = modeOf(ui, state);
  switch (mode) {
    case 'text':
      return 'typing';
    case 'filter':
      return 'log';
    case 'session':
    case 'help':
      return currentApproval(state) === undefined ? 'talking' : 'approval';
    case 'transcript':
    case 'log':
    case 'search':
    case 'event':
      return mode;
  }
}

import { uiOnly } from './key-result.js';
import type { KeyRow } from './key-row.js';
import { goBack } from './leave-keys.js';

/** The keys that open and close help. */
export const helpKeys: readonly KeyRow[] = [
  {
    keys: ['?'],
    does: 'help',
    about: 'show all keys',
    modes: ['session', 'transcript', 'log'],
    footer: () => 30,
    run: (ui) => uiOnly({ ...ui, overlay: { kind: 'help' }, panelScroll: 0 }),
  },
  {
    keys: ['?', 'q'],
    does: 'back',
    about: 'in help: go back',
    modes: ['help'],
    run: (ui) => uiOnly(goBack(ui)),
  },
];

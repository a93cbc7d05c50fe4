import { isPanelFree } from './conditions.js';
import { uiOnly } from './key-result.js';
import type { KeyRow } from './key-row.js';

/** The keys that open and apply the filter of the event log. */
export const filterKeys: readonly KeyRow[] = [
  {
    keys: ['f'],
    does: 'filter',
    about:
      'filter the event log by words in type or summary, patterns of the type (response.*), dir:in, dir:out, error',
    modes: ['session', 'transcript', 'log'],
    place: 'log',
    when: isPanelFree,
    footer: () => 24,
    run: (ui) => uiOnly({ ...ui, focus: 'filter' }),
  },
  {
    keys: ['enter'],
    does: 'apply',
    about: 'apply the filter and focus the event log',
    modes: ['filter'],
    footer: () => 1,
    run: (ui) => uiOnly({ ...ui, focus: 'log', selected: undefined }),
  },
];

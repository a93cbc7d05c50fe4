import type { ReplayCommand } from '../../session/replay-control.js';
import type { Mode, UiState } from '../ui-state.js';
import { uiOnly, type KeyResult } from './key-result.js';
import type { KeyRow } from './key-row.js';

const skipMs = 5000;

const modes: readonly Mode[] = ['session', 'transcript', 'log'];

const rows: readonly Omit<KeyRow, 'modes'>[] = [
  {
    keys: ['space'],
    does: (_state, ui) => (ui.replay?.playing === true ? 'pause' : 'play'),
    about: 'pause or play; at the end: play again from the start',
    footer: () => 1,
    run: moving({ type: 'toggle-pause' }),
  },
  {
    keys: ['left'],
    does: '5 s back',
    about: 'go back 5 seconds',
    footer: () => 2,
    run: moving({ type: 'skip', ms: -skipMs }),
  },
  {
    keys: ['right'],
    does: '5 s on',
    about: 'go forward 5 seconds',
    footer: () => 3,
    run: moving({ type: 'skip', ms: skipMs }),
  },
  {
    keys: ['shift+left'],
    does: 'previous turn',
    about: 'go to the previous turn of the user',
    run: moving({ type: 'turn', direction: 'back' }),
  },
  {
    keys: ['shift+right'],
    does: 'next turn',
    about: 'go to the next turn of the user',
    footer: () => 4,
    run: moving({ type: 'turn', direction: 'forward' }),
  },
  {
    keys: [','],
    does: 'event back',
    about: 'pause, and go back to the previous line of the event log',
    run: moving({ type: 'event', direction: 'back' }),
  },
  {
    keys: ['.'],
    does: 'next event',
    about: 'pause, and go to the next line of the event log',
    footer: () => 6,
    run: moving({ type: 'event', direction: 'forward' }),
  },
  {
    keys: ['['],
    does: 'previous problem',
    about: 'go to the previous interruption or error',
    run: moving({ type: 'problem', direction: 'back' }),
  },
  {
    keys: [']'],
    does: 'next problem',
    about: 'go to the next interruption or error',
    footer: () => 5,
    run: moving({ type: 'problem', direction: 'forward' }),
  },
  {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    does: 'speed',
    about: 'play at so many times the speed; sound is heard at 1 only',
    footer: () => 7,
    run: (ui, { key }) => ({
      ...uiOnly(ui),
      replay: { type: 'speed', speed: Number(key.name) },
    }),
  },
  {
    keys: ['0'],
    does: 'half speed',
    about: 'play at half the speed',
    run: moving({ type: 'speed', speed: 0.5 }),
  },
];

/** The keys that move a replay; a live session has none of them. */
export const replayKeys: readonly KeyRow[] = rows.map((row) => ({
  ...row,
  modes,
  where: 'replay',
}));

function moving(replay: ReplayCommand): (ui: UiState) => KeyResult {
  return (ui) => ({ ...uiOnly(ui), replay });
}

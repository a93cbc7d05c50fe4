import { describe, expect, it } from 'vitest';
import type { SessionState } from '../../../../src/session/state.js';
import { keysOf } from '../../../../src/tui/keys/key-row.js';
import { activeRows, keyTable } from '../../../../src/tui/keys/key-table.js';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { logEntry, pendingCall, sessionState, type StateChange } from '../../../helpers/state.js';

const outage = { failures: 1, sinceMs: 0, reason: '(code 1006)', unanswered: false };
const changes: readonly StateChange[] = [
  {},
  { approval: { calls: [pendingCall()], granted: [] } },
  { connection: { phase: 'reconnecting', attempt: 1, outage } },
  { input: { phase: 'capturing', by: 'key', sinceMs: 0, sentSamples: 0 } },
];
const log = [logEntry({ direction: 'out' })];
const states: readonly SessionState[] = (['hands-free', 'push-to-talk', 'text'] as const).flatMap(
  (mode) => changes.map((change) => sessionState({ ...change, log, options: { mode } })),
);

const places: readonly Partial<UiState>[] = [
  {},
  { focus: 'keys' },
  { focus: 'text' },
  { focus: 'text', editor: { text: '/s', cursor: 2 } },
  { focus: 'transcript' },
  { focus: 'log' },
  { focus: 'filter' },
  { overlay: { kind: 'help' } },
  { overlay: { kind: 'event', sequence: 1 } },
];

const situations = states.flatMap((state) =>
  places.flatMap((place) =>
    ['space', 'f5'].map((talkKey) => ({ state, ui: { ...initialUi, ...place, talkKey } })),
  ),
);

describe('the table of keys', () => {
  it('gives every key one meaning wherever one is', () => {
    for (const { state, ui } of situations) {
      const names = activeRows(ui, state).flatMap((row) => keysOf(row, ui));
      expect(names).toEqual([...new Set(names)]);
    }
  });

  it('has no row that never works', () => {
    const working = new Set(situations.flatMap(({ state, ui }) => activeRows(ui, state)));
    expect(keyTable.filter((row) => !working.has(row))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { ReplayStatus } from '../../../../src/session/replay-control.js';
import type { SessionState } from '../../../../src/session/state.js';
import { keysOf } from '../../../../src/tui/keys/key-row.js';
import { activeRows, keyTable } from '../../../../src/tui/keys/key-table.js';
import { editorWith } from '../../../../src/tui/editor.js';
import { newSearch } from '../../../../src/tui/search/search.js';
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
  { focus: 'text', editor: editorWith('/vo') },
  { focus: 'transcript' },
  { focus: 'log' },
  { focus: 'filter' },
  { focus: 'search', search: newSearch('log', initialUi) },
  { focus: 'transcript', search: newSearch('transcript', initialUi) },
  { focus: 'log', search: newSearch('log', initialUi) },
  { overlay: { kind: 'help' } },
  { overlay: { kind: 'event', sequence: 1 } },
];

const replay: ReplayStatus = {
  playing: true,
  positionMs: 0,
  lengthMs: 1000,
  speed: 1,
  sound: 'none',
  growing: false,
  notice: undefined,
};

const situations = states.flatMap((state) =>
  places.flatMap((place) => [
    ...['space', 'f5'].map((talkKey) => ({ state, ui: { ...initialUi, ...place, talkKey } })),
    { state, ui: { ...initialUi, ...place, replay } },
  ]),
);

describe('the table of keys', () => {
  it('gives every key one meaning wherever one is', () => {
    for (const { state, ui } of situations) {
      const names = activeRows(ui, state).flatMap((row) => keysOf(row, ui));
      expect(names).toEqual([...new Set(names)]);
    }
  });

  it('asks nothing of a session that is replayed, but to leave it', () => {
    const key = { type: 'key', name: 'x', text: 'x', action: 'press' } as const;
    const press = { ...key, ctrl: false, alt: false, shift: false };
    for (const { state, ui } of situations.filter((each) => each.ui.replay !== undefined)) {
      const context = { state, key: press, nowMs: 1e6, alone: true, leaving: undefined };
      const limits = { transcriptScroll: 0, panelScroll: 0, page: 1 };
      const asked = activeRows(ui, state).flatMap(
        (row) => row.run({ ...ui, folded: [] }, { ...context, limits }).intents,
      );
      expect(asked.filter(({ type }) => type !== 'quit')).toEqual([]);
    }
  });

  it('has no row that never works', () => {
    const working = new Set(situations.flatMap(({ state, ui }) => activeRows(ui, state)));
    expect(keyTable.filter((row) => !working.has(row))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { InspectedNode } from '../../../../src/tui/keys/key-context.js';
import { activeRows } from '../../../../src/tui/keys/key-table.js';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { keys, play } from '../../../helpers/keys.js';
import { logEntry, sessionState } from '../../../helpers/state.js';

describe('the inspector', () => {
  const event = { type: 'response.cancel', event_id: 'vl_event_1' };
  const state = sessionState({
    log: [logEntry({ direction: 'out', type: event.type, event }), logEntry({ sequence: 2 })],
  });
  const open: UiState = { ...initialUi, overlay: { kind: 'event', sequence: 1 } };
  const at = (name: string, node: InspectedNode, ui = open) =>
    play(state, keys(name), ui, { node }).last;
  const part = { path: '/a', parent: '', parentRow: 0 };

  it('folds and unfolds', () => {
    const folded = at('enter', { ...part, fold: 'open' }).ui;
    expect(folded.folded).toEqual(['/a']);
    expect(at('enter', { ...part, fold: 'folded' }, folded).ui.folded).toEqual([]);
    expect(at('left', { ...part, fold: 'open' }).ui.folded).toEqual(['/a']);
    expect(at('right', { ...part, fold: 'folded' }, folded).ui.folded).toEqual([]);
    const inside: UiState = { ...open, panelScroll: 3 };
    expect(at('left', { ...part, fold: undefined }, inside).ui.panelScroll).toBe(0);
  });

  it('copies the JSON, or the step of a script, only when asked to', () => {
    const node = { ...part, fold: undefined };
    expect(at('y', node).copy?.text).toBe(JSON.stringify(event, null, 2));
    expect(at('s', node).copy).toEqual({
      text: '/send {"type":"response.cancel"}',
      amount: '32 B',
    });
    const received: UiState = { ...open, overlay: { kind: 'event', sequence: 2 } };
    // A key that could do nothing is not offered.
    const offers = (ui: UiState) =>
      activeRows(ui, state).some(({ does }) => does === 'copy as step');
    expect([offers(open), offers(received)]).toEqual([true, false]);
    expect(at('down', node).copy).toBeUndefined();
  });

  it('goes to the next and the previous event of those that the filter shows', () => {
    const log = [1, 2, 3].map((sequence) =>
      logEntry({ sequence, type: sequence === 2 ? 'error' : 'response.done' }),
    );
    const long = sessionState({ log });
    const scrolled: UiState = { ...open, panelScroll: 4, folded: ['/a'] };
    const shown = (names: readonly string[], ui = scrolled) =>
      play(
        long,
        names.flatMap((name) => keys(name)),
        ui,
      ).ui;
    expect(shown(['n'])).toMatchObject({
      overlay: { kind: 'event', sequence: 2 },
      selected: 2,
      panelScroll: 0,
      folded: [],
    });
    expect(shown(['n', 'n', 'p'])).toMatchObject({ overlay: { sequence: 2 } });
    const filtered = { ...scrolled, filter: { text: 'response', cursor: 0 } };
    expect(shown(['n'], filtered)).toMatchObject({ overlay: { sequence: 3 } });
    expect(shown(['n', 'n', 'n'])).toMatchObject({
      overlay: { sequence: 3 },
      hint: 'This is the newest event.',
    });
    expect(shown(['p'])).toMatchObject({ hint: 'This is the oldest event.' });
  });

  it('is left with q, e and Esc, and the log keeps the focus', () => {
    const fromLog: UiState = { ...open, focus: 'log', panelScroll: 2 };
    for (const name of ['q', 'e', 'escape']) {
      const { ui, last } = play(state, keys(name), fromLog);
      expect(ui).toMatchObject({ overlay: { kind: 'none' }, focus: 'log', panelScroll: 0 });
      expect(last.exit).toBeUndefined();
    }
  });
});

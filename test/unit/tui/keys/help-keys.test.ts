import { describe, expect, it } from 'vitest';
import type { SessionState } from '../../../../src/session/state.js';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { keys, play } from '../../../helpers/keys.js';
import { pendingCall, sessionState } from '../../../helpers/state.js';

describe('help', () => {
  it.each(['?', 'q', 'escape'])('opens with ? at its top, and closes with %s', (name) => {
    const opened = play(sessionState(), keys('?'));
    expect(opened.ui).toMatchObject({ overlay: { kind: 'help' }, panelScroll: 0 });
    const closed = play(sessionState(), keys(name), { ...opened.ui, panelScroll: 3 });
    expect(closed.ui).toMatchObject({ overlay: { kind: 'none' }, panelScroll: 0 });
    expect(closed.last.exit).toBeUndefined();
  });

  const asked = sessionState({ approval: { calls: [pendingCall()], granted: [] } });
  it.each<[string, Partial<UiState>, SessionState]>([
    ['talking', {}, sessionState()],
    ['typing', { focus: 'text' }, sessionState()],
    ['transcript', { focus: 'transcript' }, sessionState()],
    ['log', { focus: 'log' }, sessionState()],
    ['log', { focus: 'filter' }, sessionState()],
    ['event', { overlay: { kind: 'event', sequence: 1 } }, sessionState()],
    ['approval', {}, asked],
  ])('opens with F1 at the keys of where one is: %s', (place, change, state) => {
    const { ui } = play(state, keys('f1'), { ...initialUi, ...change });
    expect(ui.overlay).toMatchObject({ kind: 'help', place });
  });

  it('goes back to the event that it was opened from, and the row there', () => {
    const event: UiState = {
      ...initialUi,
      overlay: { kind: 'event', sequence: 7 },
      panelScroll: 4,
    };
    const { ui } = play(sessionState(), keys('?', 'escape'), event);
    expect(ui).toMatchObject({ overlay: { kind: 'event', sequence: 7 }, panelScroll: 4 });
  });

  it('makes way for what is typed when it covers the text box, and scrolls with the arrows', () => {
    const text = sessionState({ options: { mode: 'text' } });
    const opened = play(text, keys('f1', 'down')).ui;
    expect(opened).toMatchObject({ overlay: { kind: 'help' }, panelScroll: 1 });
    const typed = play(text, keys('q', 'j'), opened);
    expect(typed.ui).toMatchObject({ overlay: { kind: 'none' }, editor: { text: 'qj' } });
    expect(typed.last.exit).toBeUndefined();
  });
});

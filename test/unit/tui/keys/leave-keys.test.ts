import { describe, expect, it } from 'vitest';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { key, keys, play } from '../../../helpers/keys.js';
import { sessionState } from '../../../helpers/state.js';

describe('leaving', () => {
  it('ends the session with q where nothing is typed', () => {
    const { last } = play(sessionState(), keys('q'));
    expect(last).toMatchObject({ intents: [{ type: 'quit' }], exit: 'quit' });
  });

  it.each<Partial<UiState>>([
    {},
    { focus: 'text' },
    { focus: 'filter' },
    { focus: 'log' },
    { focus: 'transcript' },
    { overlay: { kind: 'help' } },
    { overlay: { kind: 'event', sequence: 1 } },
  ])('ends the session with Ctrl-C from %j', (change) => {
    const controlC = { event: key('c', { ctrl: true, text: '' }) };
    const { last } = play(sessionState(), [controlC], { ...initialUi, ...change });
    expect(last).toMatchObject({ intents: [{ type: 'quit' }], exit: 'interrupt' });
  });

  it('goes back one step with Esc: the overlay, then the focus', () => {
    const deep: UiState = {
      ...initialUi,
      focus: 'log',
      selected: 1,
      overlay: { kind: 'event', sequence: 1 },
    };
    const once = play(sessionState(), keys('escape'), deep).ui;
    expect(once).toMatchObject({ focus: 'log', selected: 1, overlay: { kind: 'none' } });
    const twice = play(sessionState(), keys('escape'), once);
    expect(twice.ui).toMatchObject({ focus: 'session', selected: undefined });
    expect(twice.intents).toEqual([]);
  });
});

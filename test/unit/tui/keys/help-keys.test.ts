import { describe, expect, it } from 'vitest';
import { keys, play } from '../../../helpers/keys.js';
import { sessionState } from '../../../helpers/state.js';

describe('help', () => {
  it.each(['?', 'q', 'escape'])('opens with ? at its top, and closes with %s', (name) => {
    const opened = play(sessionState(), keys('?'));
    expect(opened.ui).toMatchObject({ overlay: { kind: 'help' }, panelScroll: 0 });
    const closed = play(sessionState(), keys(name), { ...opened.ui, panelScroll: 3 });
    expect(closed.ui).toMatchObject({ overlay: { kind: 'none' }, panelScroll: 0 });
    expect(closed.last.exit).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { key, keys, paste, play } from '../../../helpers/keys.js';
import { logEntry, sessionState } from '../../../helpers/state.js';

const state = sessionState({ log: [1, 2, 3].map((sequence) => logEntry({ sequence })) });

describe('a key event', () => {
  it('does nothing when the key comes up', () => {
    const released = play(state, [{ event: key('q', { action: 'release' }) }]);
    expect(released.last.exit).toBeUndefined();
    expect(released.intents).toEqual([]);
  });

  it('tells a capital letter from the small one where it means something else', () => {
    const shifted = { event: key('f', { text: 'F', shift: true }) };
    expect(play(state, [shifted]).ui).toMatchObject({ frozenAt: 3, focus: 'session' });
    expect(play(state, keys('f')).ui).toMatchObject({ frozenAt: undefined, focus: 'filter' });
    const capitalE = { event: key('e', { text: 'E', shift: true }) };
    expect(play(state, [capitalE]).ui.focus).toBe('log');
  });

  it('with Ctrl or Alt held is another key', () => {
    for (const held of [{ ctrl: true }, { alt: true }]) {
      expect(play(state, [{ event: key('q', held) }]).last.exit).toBeUndefined();
    }
  });

  it('removes the remark on the key before', () => {
    const hinted = play(state, keys('?').concat(paste('x'))).ui;
    expect(hinted.hint).toBeDefined();
    expect(play(state, keys('z'), hinted).ui.hint).toBeUndefined();
  });

  it('that answers a question to the terminal changes nothing', () => {
    const before = play(state, keys('e')).ui;
    expect(
      play(state, [{ event: { type: 'device-attributes', clipboard: false } }], before).ui,
    ).toBe(before);
  });
});

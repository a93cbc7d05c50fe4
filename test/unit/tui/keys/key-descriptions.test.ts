import { describe, expect, it } from 'vitest';
import { footerKeys, keyGroups } from '../../../../src/tui/keys/key-descriptions.js';
import { isOf, keyTable } from '../../../../src/tui/keys/key-table.js';
import { initialUi } from '../../../../src/tui/ui-state.js';
import { pendingCall, sessionState } from '../../../helpers/state.js';

describe('the keys of the footer', () => {
  const labels = (...given: Parameters<typeof footerKeys>) =>
    footerKeys(...given).map(({ label, does }) => `${label} ${does}`);

  it('are those that work, the most useful first', () => {
    const asked = sessionState({ approval: { calls: [pendingCall()], granted: [] } });
    expect(labels(initialUi, asked)).toEqual([
      'y once',
      'a always',
      'n deny',
      'm mute mic',
      'i type',
      '? help',
      'q quit',
      's mute speaker',
    ]);
    expect(labels({ ...initialUi, focus: 'filter' }, asked)).toEqual([
      'Enter apply',
      'Esc back',
      'F1 help',
      'Ctrl-C quit',
    ]);
  });

  it('say what a key would do now', () => {
    const muted = sessionState({ playback: { microphoneMuted: true } });
    expect(labels(initialUi, muted)).toContain('m unmute mic');
    expect(labels({ ...initialUi, frozenAt: 1 }, muted)).toContain('F unfreeze');
  });

  it('name the chosen key of push-to-talk', () => {
    const ready = sessionState({ options: { mode: 'push-to-talk' } });
    expect(labels({ ...initialUi, talkKey: 'f5' }, ready)).toContain('F5 press to talk');
  });
});

describe('the keys of help', () => {
  it('are written as on the keyboard, each with a sentence', () => {
    const described = keyGroups({ talkKey: 'f5' }).flatMap((group) => group.keys);
    expect(described).toHaveLength(keyTable.filter((row) => isOf(row, false)).length);
    expect(described.flatMap(({ names }) => names)).toEqual(
      expect.arrayContaining(['F5', '↑', 'k', 'PgUp', 'Esc', 'Alt-Enter', 'Ctrl-C', 'G']),
    );
    expect(described.filter(({ about }) => about === '')).toEqual([]);
  });
});

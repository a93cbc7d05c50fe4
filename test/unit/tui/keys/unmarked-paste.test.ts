import { describe, expect, it } from 'vitest';
import { withUnmarkedPaste } from '../../../../src/tui/keys/unmarked-paste.js';
import type { KeyEvent } from '../../../../src/tui/terminal/key-event.js';
import { initialUi } from '../../../../src/tui/ui-state.js';
import { key } from '../../../helpers/keys.js';
import { sessionState } from '../../../helpers/state.js';

const read = (...names: readonly string[]): readonly KeyEvent[] => names.map((name) => key(name));
const state = sessionState();

describe('one read of the keyboard', () => {
  it('with different characters is a paste, so that none of them is a command', () => {
    const events = read('q', 'u', 'i', 't', 'space', 'x', 'enter');
    expect(withUnmarkedPaste(events, initialUi, state)).toEqual([
      { type: 'paste', text: 'quit x\n' },
    ]);
    expect(withUnmarkedPaste(read('q', 'enter'), initialUi, state)).toHaveLength(1);
  });

  it('is that, too, with answers of the terminal in between', () => {
    const answers: readonly KeyEvent[] = [
      { type: 'background', isDark: true },
      { type: 'device-attributes', clipboard: false },
    ];
    const events = [...read('q'), ...answers, ...read('u')];
    expect(withUnmarkedPaste(events, initialUi, state)).toEqual([
      ...answers,
      { type: 'paste', text: 'qu' },
    ]);
  });

  it.each([
    ['one key', read('q')],
    ['a key that is held', read('j', 'j', 'j')],
    ['keys that move', read('down', 'up')],
    ['a key that opens the text box, with what is typed there', read('i', 'h', 'o', 'enter')],
    ['keys among others', read('e', 'down', 'f')],
  ])('with %s is what was pressed', (_what, events) => {
    expect(withUnmarkedPaste(events, initialUi, state)).toBe(events);
  });

  it('is what was typed where it goes into a text box', () => {
    const events = read('h', 'o', 'enter');
    expect(withUnmarkedPaste(events, { ...initialUi, focus: 'filter' }, state)).toBe(events);
    const text = sessionState({ options: { mode: 'text' } });
    expect(withUnmarkedPaste(events, initialUi, text)).toBe(events);
  });

  it('is what was pressed on a terminal that reports key release', () => {
    const events = read('e', 'f');
    expect(withUnmarkedPaste(events, { ...initialUi, reportsRelease: true }, state)).toBe(events);
  });
});

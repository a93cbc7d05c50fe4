import { describe, expect, it } from 'vitest';
import { parseTalkKey, talkKeys } from '../../../../src/config/options/talk-keys.js';
import { caught } from '../caught.js';
import { keysOf } from '../../../../src/tui/keys/key-row.js';
import { keyTable } from '../../../../src/tui/keys/key-table.js';
import { initialUi } from '../../../../src/tui/ui-state.js';

describe('the key of push-to-talk', () => {
  it('is one that means nothing else where it talks', () => {
    const used = keyTable
      .filter((row) => row.modes.includes('session') || row.modes.includes('log'))
      .flatMap((row) => keysOf(row, initialUi));
    expect(talkKeys.filter((key) => used.includes(key))).toEqual(['space']);
  });

  it('is known by its name, in any case', () => {
    expect(parseTalkKey('F5', 'flag --ptt-key')).toBe('f5');
    expect(parseTalkKey('space', 'flag --ptt-key')).toBe('space');
  });

  it.each([
    ['spcae', 'Did you mean space?'],
    ['q', 'The letters are b, d,'],
    ['', 'The letters are b, d,'],
  ])('%j is refused with a hint', (given, hint) => {
    const error = caught(() => parseTalkKey(given, 'flag --ptt-key'));
    expect(error.exitCode).toBe(2);
    expect(error.hint).toContain(hint);
  });
});

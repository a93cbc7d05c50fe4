import { describe, expect, it } from 'vitest';
import { edit, editorWith, insert, type Editor } from '../../../src/tui/editor.js';
import { plainKey } from '../../../src/tui/terminal/decode-key.js';

function press(editor: Editor, ...chords: readonly string[]): Editor {
  return chords.reduce((current, chord) => {
    const name = chord.split('+').at(-1) ?? '';
    const key = { ...plainKey(name), ctrl: chord.includes('ctrl+'), alt: chord.includes('alt+') };
    return edit(current, key) ?? current;
  }, editor);
}

describe('the text box', () => {
  it('moves and removes by character, word and line', () => {
    const start = editorWith('turn on the light');
    expect(press(start, 'backspace').text).toBe('turn on the ligh');
    expect(press(start, 'ctrl+w').text).toBe('turn on the ');
    expect(press(start, 'alt+b', 'alt+b', 'ctrl+k').text).toBe('turn on ');
    expect(press(start, 'home', 'delete').text).toBe('urn on the light');
    expect(press(start, 'ctrl+left', 'ctrl+u').text).toBe('light');
    expect(press(start, 'home', 'alt+f').cursor).toBe(4);
  });

  it('treats an emoji family as one character', () => {
    expect(press(editorWith('a👩‍👩‍👧‍👦'), 'backspace').text).toBe('a');
    expect(press(editorWith('a👩‍👩‍👧‍👦'), 'left').cursor).toBe(1);
  });

  it('takes typed and pasted text at the cursor, without control sequences', () => {
    expect(insert(press(editorWith('ad'), 'left'), 'b\x1b[2Jc').text).toBe('abcd');
    expect(insert(editorWith(''), 'two\r\nlines').text).toBe('two\nlines');
  });

  it('is bounded', () => {
    const long = insert(editorWith('x'), 'y'.repeat(100_000));
    expect(long.text.length).toBe(32_768);
    expect(long.cursor).toBe(32_768);
  });
});

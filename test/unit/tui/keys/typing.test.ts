import { describe, expect, it } from 'vitest';
import { plainKey } from '../../../../src/tui/terminal/decode-key.js';
import { pasteText, typeKey } from '../../../../src/tui/keys/typing.js';
import { initialUi, type Mode } from '../../../../src/tui/ui-state.js';

const untyped: readonly Mode[] = ['session', 'transcript', 'log', 'help', 'event'];

describe('a key without a row', () => {
  it('is typed into the box with the focus', () => {
    const typed = typeKey(initialUi, plainKey('z', 'z'), 'text');
    expect(typed).toMatchObject({ editor: { text: 'z' }, filter: { text: '' } });
    const filtered = typeKey(initialUi, plainKey('z', 'z'), 'filter');
    expect(filtered).toMatchObject({ editor: { text: '' }, filter: { text: 'z' } });
  });

  it.each(untyped)('changes nothing in mode %s', (mode) => {
    expect(typeKey(initialUi, plainKey('z', 'z'), mode)).toEqual(initialUi);
  });
});

describe('pasted text', () => {
  it('goes into the box with the focus, into the filter as one line', () => {
    expect(pasteText(initialUi, 'a\nb', 'text').editor.text).toBe('a\nb');
    expect(pasteText(initialUi, 'a\nb', 'filter').filter.text).toBe('a b');
  });

  it.each(untyped)('presses no keys in mode %s, and the hint says so', (mode) => {
    const pasted = pasteText(initialUi, 'q', mode);
    expect({ ...pasted, hint: undefined }).toEqual(initialUi);
    expect(pasted.hint).toContain('press i');
  });
});

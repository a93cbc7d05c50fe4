import { describe, expect, it } from 'vitest';
import { editorWith } from '../../../../src/tui/editor.js';
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
    expect(pasteText(initialUi, 'a\nb', 'text', true).editor.text).toBe('a\nb');
    expect(pasteText(initialUi, 'a\nb', 'filter', true).filter.text).toBe('a b');
  });

  it.each(['session', 'transcript', 'log'] as const)(
    'opens the text box from mode %s, unless a question waits for an answer',
    (mode) => {
      const opened = pasteText(initialUi, 'q', mode, true);
      expect(opened).toEqual({ ...initialUi, focus: 'text', editor: editorWith('q') });
      const refused = pasteText(initialUi, 'y', mode, false);
      expect({ ...refused, hint: undefined }).toEqual(initialUi);
      expect(refused.hint).toContain('Press y, a or n.');
    },
  );

  it.each(['help', 'event'] as const)(
    'presses no keys in mode %s, and the hint says so',
    (mode) => {
      const pasted = pasteText(initialUi, 'q', mode, true);
      expect({ ...pasted, hint: undefined }).toEqual(initialUi);
      expect(pasted.hint).toContain('was ignored');
    },
  );
});

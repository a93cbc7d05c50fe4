import { describe, expect, it } from 'vitest';
import { key, keys, paste, play } from '../../../helpers/keys.js';
import { sessionState } from '../../../helpers/state.js';

describe('the text box', () => {
  it('sends what was typed and pasted, and closes the box', () => {
    const typed = play(sessionState(), [
      ...keys('i', 'h', 'i', 'space'),
      paste('there\nyou'),
      ...keys('enter'),
    ]);
    expect(typed.intents).toEqual([{ type: 'say', text: 'hi there\nyou' }]);
    expect(typed.ui.focus).toBe('session');
    const again = play(sessionState(), keys('i', 'up'), typed.ui);
    expect(again.ui.editor.text).toBe('hi there\nyou');
  });

  it('knows its commands and names the nearest one', () => {
    const type = (text: string) =>
      play(sessionState(), [...keys('/'), paste(text), ...keys('enter')]);
    expect(type('say hello').intents).toEqual([{ type: 'say', text: 'hello' }]);
    expect(type('/usr/bin').intents).toEqual([{ type: 'say', text: '/usr/bin' }]);
    expect(type('help').ui.overlay).toEqual({ kind: 'help' });
    expect(type('hlep').ui.hint).toContain('/help');
    expect(type('quit').last.exit).toBe('quit');
  });

  it('begins a new line with Alt-Enter and Shift-Enter', () => {
    const { intents } = play(sessionState(), [
      ...keys('i', 'a'),
      { event: key('enter', { alt: true }) },
      ...keys('b'),
      { event: key('enter', { shift: true }) },
      ...keys('c', 'enter'),
    ]);
    expect(intents).toEqual([{ type: 'say', text: 'a\nb\nc' }]);
  });

  it('completes a command with Tab, and names the choices', () => {
    const type = (text: string) =>
      play(sessionState(), [...keys('/'), paste(text), ...keys('tab')]).ui;
    expect(type('im').editor.text).toBe('/image ');
    expect(type('sa').editor.text).toBe('/say ');
    expect(type('s')).toMatchObject({
      editor: { text: '/s' },
      hint: '/say  /session  /send  /search',
    });
    expect(type('nothing').editor.text).toBe('/nothing');
  });

  it('keeps what was being typed while the history is looked through', () => {
    const { ui } = play(sessionState(), [
      ...keys('i', 'a', 'enter', 'i', 'b', 'up'),
      { event: key('down'), atMs: 20_000 },
    ]);
    expect(ui.editor.text).toBe('b');
    const older = play(sessionState(), keys('up'), ui);
    expect(older.ui.editor.text).toBe('a');
  });
});

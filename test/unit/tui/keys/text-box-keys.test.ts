import { describe, expect, it } from 'vitest';
import { initialUi, modeOf } from '../../../../src/tui/ui-state.js';
import { key, keys, paste, play } from '../../../helpers/keys.js';
import { pendingCall, sessionState } from '../../../helpers/state.js';

const text = sessionState({ options: { mode: 'text' } });

describe('the text box', () => {
  it('sends what was typed and pasted, and stays open', () => {
    const typed = play(sessionState(), [
      ...keys('i', 'h', 'i', 'space'),
      paste('there\nyou'),
      ...keys('enter'),
    ]);
    expect(typed.intents).toEqual([{ type: 'say', text: 'hi there\nyou' }]);
    expect(typed.ui).toMatchObject({ focus: 'text', editor: { text: '' } });
    const again = play(sessionState(), keys('up'), typed.ui);
    expect(again.ui.editor.text).toBe('hi there\nyou');
  });

  it('knows its commands and names the nearest one', () => {
    const type = (text: string) =>
      play(sessionState(), [...keys('/'), paste(text), ...keys('enter')]);
    expect(type('say hello').intents).toEqual([{ type: 'say', text: 'hello' }]);
    expect(type('/usr/bin').intents).toEqual([{ type: 'say', text: '/usr/bin' }]);
    expect(type('help').ui.overlay).toEqual({ kind: 'help', place: 'commands' });
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

  it('keeps what was being typed while the history is looked through', () => {
    const { ui } = play(sessionState(), [
      ...keys('i', 'a', 'enter', 'b', 'up'),
      { event: key('down'), atMs: 20_000 },
    ]);
    expect(ui.editor.text).toBe('b');
    const older = play(sessionState(), keys('up'), ui);
    expect(older.ui.editor.text).toBe('a');
  });

  it('has the keys in a text session from the start, also in one that lost its sound', () => {
    expect(play(text, keys('q', 'e', 'enter')).intents).toEqual([{ type: 'say', text: 'qe' }]);
    const started = play(sessionState(), keys('down')).ui;
    expect(play(text, keys('m'), started).ui.editor.text).toBe('m');
  });

  it.each([text, sessionState()])(
    'gives the keys to the screen with Esc and keeps its text',
    (state) => {
      const left = play(state, keys('i', 'h', 'escape')).ui;
      expect(modeOf(left, state)).toBe('session');
      const back = play(state, keys('i', '2'), left).ui;
      expect(back.editor.text).toMatch(/h2$/);
    },
  );

  it('is where Esc leads back to in a text session', () => {
    for (const place of [[], ['e'], ['tab'], ['f']]) {
      const away = play(text, keys('escape', ...place)).ui;
      expect(modeOf(away, text)).not.toBe('text');
      expect(modeOf(play(text, keys('escape'), away).ui, text)).toBe('text');
    }
  });

  it('interrupts with Esc while something is under way, and keeps the text and the keys', () => {
    const replying = sessionState({
      response: { ...sessionState().response, queued: true },
    });
    const typed = play(replying, keys('i', 'h', 'escape'));
    expect(typed.intents).toEqual([{ type: 'interrupt' }]);
    expect(typed.ui).toMatchObject({ focus: 'text', editor: { text: 'h' } });
    // Pressed once more to be sure, when there is nothing left to interrupt.
    const again = play(sessionState(), [{ event: key('escape'), atMs: 3900 }], typed.ui);
    expect(again).toMatchObject({ intents: [], ui: { focus: 'text' } });
    const later = play(sessionState(), [{ event: key('escape'), atMs: 4100 }], typed.ui);
    expect(modeOf(later.ui, sessionState())).toBe('session');
  });

  it('does not discard with Esc what push-to-talk is recording', () => {
    const recording = sessionState({
      options: { mode: 'push-to-talk' },
      input: { phase: 'capturing', by: 'key', sinceMs: 0, sentSamples: 0 },
    });
    const left = play(recording, keys('i', 'escape'));
    expect(left.intents).toEqual([]);
    expect(play(recording, keys('escape'), left.ui).intents).toEqual([{ type: 'talk-discard' }]);
  });

  it('has the keys again once the question that Esc made way for is answered', () => {
    const asked = sessionState({
      options: { mode: 'text' },
      approval: { calls: [pendingCall()], granted: [] },
    });
    const { callId, arguments: words } = pendingCall();
    const shown = { callId, arguments: words, shown: 1, length: 1, sinceMs: 0 };
    const typed = play(asked, keys('y'), { ...initialUi, question: shown });
    expect(typed).toMatchObject({ intents: [], ui: { editor: { text: 'y' } } });
    const answered = play(asked, keys('escape', 'n'), { ...initialUi, question: shown });
    expect(answered.intents).toEqual([{ type: 'decide', callId, decision: 'deny' }]);
    expect(modeOf(answered.ui, text)).toBe('text');
  });
});

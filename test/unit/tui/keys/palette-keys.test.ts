import { describe, expect, it } from 'vitest';
import { openPalette, wantedFolder } from '../../../../src/tui/keys/palette-keys.js';
import { keys, paste, play, type Step } from '../../../helpers/keys.js';
import { sessionState, userEntry } from '../../../helpers/state.js';

const state = sessionState({ transcript: [userEntry()] });

function typed(text: string, ...names: readonly string[]): readonly Step[] {
  return [...keys('i'), paste(text), ...keys(...names)];
}

describe('the palette of commands', () => {
  it('runs the command that is picked with Enter', () => {
    expect(play(state, typed('/hea', 'enter')).intents).toEqual([{ type: 'tell-health' }]);
    expect(play(state, typed('/re', 'enter')).intents).toEqual([{ type: 'retry' }]);
    const third = play(state, typed('/re', 'down', 'down', 'enter'));
    expect(third.intents).toEqual([{ type: 'reconnect' }]);
    const last = play(state, typed('/', 'up', 'enter'));
    expect(last.last.exit).toBe('quit');
  });

  it('completes a command that needs an argument, and then runs it with the value that is picked', () => {
    const box = play(state, typed('/vo', 'enter'));
    expect(box.ui.editor.text).toBe('/voice ');
    expect(box.intents).toEqual([]);
    const missing = play(state, keys('enter'), box.ui);
    expect(missing.ui.hint).toBe('/voice needs NAME.');
    const picked = play(state, keys('down', 'down', 'enter'), box.ui);
    expect(picked.intents).toMatchObject([{ event: { session: { voice: { name: 'ash' } } } }]);
    const begun = play(state, typed('/voice ve', 'enter'));
    expect(begun.intents).toMatchObject([{ event: { session: { voice: { name: 'verse' } } } }]);
  });

  it('takes a value as it was typed where other values are possible, too', () => {
    const { intents } = play(state, typed('/model gpt-4', 'enter'));
    expect(intents).toEqual([{ type: 'change-model', model: 'gpt-4' }]);
  });

  it('completes with Tab', () => {
    expect(play(state, typed('/im', 'tab')).ui.editor.text).toBe('/image ');
    expect(play(state, typed('/voice v', 'tab')).ui.editor.text).toBe('/voice verse');
    expect(play(state, typed('/nothing', 'tab')).ui.editor.text).toBe('/nothing');
  });

  it('puts what was probably meant into the box, and runs it only then', () => {
    const meant = play(state, typed('/hlep', 'enter'));
    expect(meant.ui).toMatchObject({ editor: { text: '/help' }, hint: 'Did you mean /help?' });
    expect(meant.intents).toEqual([]);
    expect(play(state, keys('enter'), meant.ui).ui.overlay).toMatchObject({ kind: 'help' });
  });

  it('never sends an unknown command as text', () => {
    const { intents, ui } = play(state, typed('/nothing', 'enter'));
    expect(intents).toEqual([]);
    expect(ui.hint).toMatch(/^Unknown command \/nothing/);
    expect(ui.editor.text).toBe('/nothing');
  });

  it('says why a command does nothing now', () => {
    const { intents, ui } = play(sessionState(), typed('/retry', 'enter'));
    expect(intents).toEqual([]);
    expect(ui.hint).toBe('Not now: nothing was asked yet.');
  });

  it('closes with Esc until something else is typed', () => {
    const { ui } = play(state, typed('/vo', 'escape'));
    expect(ui.focus).toBe('text');
    expect(openPalette(ui, state)).toBeUndefined();
    const more = play(state, keys('i'), ui).ui;
    expect(openPalette(more, state)?.choices).toHaveLength(1);
  });

  it('does not stand in the way of the turns typed before', () => {
    const { ui } = play(state, [
      ...typed('hello', 'enter'),
      ...typed('/health', 'enter'),
      ...keys('i', 'up', 'up'),
    ]);
    expect(ui.editor.text).toBe('hello');
  });

  it('wants the names of the folder that is being typed', () => {
    expect(wantedFolder(play(state, typed('/image ')).ui, state)).toBe('');
    expect(wantedFolder(play(state, typed('/image pictures/ca')).ui, state)).toBe('pictures/');
    expect(wantedFolder(play(state, typed('/instructions be brief')).ui, state)).toBeUndefined();
    expect(wantedFolder(play(state, typed('hello')).ui, state)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { initialUi } from '../../../../src/tui/ui-state.js';
import { key, keys, play } from '../../../helpers/keys.js';
import { logEntry, sessionState } from '../../../helpers/state.js';

describe('the event log', () => {
  const state = sessionState({
    log: [1, 2, 3].map((sequence) =>
      logEntry({ sequence, type: sequence === 2 ? 'error' : 'session.created' }),
    ),
  });

  it('is walked through, and opens an event', () => {
    const opened = play(state, keys('e', 'up', 'enter'));
    expect(opened.ui.overlay).toEqual({ kind: 'event', sequence: 2 });
    expect(play(state, keys('escape', 'escape'), opened.ui).ui).toMatchObject({
      overlay: { kind: 'none' },
      focus: 'session',
    });
  });

  it('freezes with F, and with Space where that is not push-to-talk', () => {
    const frozen = play(state, keys('e', 'space'));
    expect(frozen.ui.frozenAt).toBe(3);
    expect(play(state, keys('space'), frozen.ui).ui.frozenAt).toBeUndefined();
    const shift = { event: key('f', { text: 'F', shift: true }) };
    expect(play(state, [shift]).ui).toMatchObject({ frozenAt: 3, focus: 'session' });
    const talk = { ...state, options: { ...state.options, mode: 'push-to-talk' as const } };
    expect(play(talk, keys('e', 'space')).intents).toEqual([{ type: 'talk-start' }]);
    const later = { ...state, log: [...state.log, logEntry({ sequence: 4 })] };
    expect(play(later, keys('end', 'enter'), frozen.ui).ui.overlay).toMatchObject({ sequence: 3 });
  });

  it('goes from turn to turn, and says when there is none', () => {
    const turns = sessionState({
      log: [1, 2, 3, 4, 5].map((sequence) =>
        logEntry({
          sequence,
          type: sequence % 2 === 0 ? 'input_audio_buffer.speech_started' : 'session.created',
        }),
      ),
    });
    expect(play(turns, keys('[')).ui).toMatchObject({ focus: 'log', selected: 4 });
    const first = play(turns, keys('[', '['));
    expect(first.ui.selected).toBe(2);
    expect(play(turns, keys('['), first.ui).ui.hint).toContain('no previous turn');
    expect(play(turns, keys(']'), first.ui).ui.selected).toBe(4);
    expect(play(turns, keys(']', ']'), first.ui).ui.hint).toContain('no next turn');
  });

  it('opens where the transcript was scrolled to', () => {
    const scrolled = { ...initialUi, transcriptScroll: 5 };
    const timed = {
      ...state,
      log: state.log.map((entry, index) => ({ ...entry, atMs: index * 1000 })),
    };
    const { ui } = play(timed, keys('e'), scrolled, { seenAtMs: 900 });
    expect(ui.selected).toBe(2);
  });

  it('gives its place to latency and then to sound with l, and takes it back', () => {
    const shown = play(state, keys('l'));
    expect(shown.ui.panel).toBe('latency');
    expect(play(state, keys('l'), shown.ui).ui.panel).toBe('sound');
    expect(play(state, keys('l', 'l'), shown.ui).ui.panel).toBe('log');
    const text = { ...state, options: { ...state.options, mode: 'text' as const } };
    expect(play(text, keys('l'), shown.ui).ui.panel).toBe('log');
    expect(play(state, keys('e'), shown.ui).ui).toMatchObject({ panel: 'log', focus: 'log' });
  });
});

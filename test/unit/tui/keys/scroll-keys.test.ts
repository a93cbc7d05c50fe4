import { describe, expect, it } from 'vitest';
import { initialUi } from '../../../../src/tui/ui-state.js';
import { keys, play, type Step } from '../../../helpers/keys.js';
import { logEntry, pendingCall, sessionState } from '../../../helpers/state.js';

describe('the mouse wheel', () => {
  const wheel = (direction: 'up' | 'down'): Step => ({
    event: { type: 'wheel', direction, row: 0, column: 0 },
  });

  it('scrolls the transcript, also from the text box, and follows again at the bottom', () => {
    const up = play(sessionState(), [...keys('i'), wheel('up')]);
    expect(up.ui).toMatchObject({ transcriptScroll: 3, focus: 'text' });
    expect(play(sessionState(), [wheel('down')], up.ui).ui.transcriptScroll).toBe(0);
  });

  it('moves through the event log and help', () => {
    const log = [1, 2, 3, 4, 5].map((sequence) => logEntry({ sequence }));
    expect(play(sessionState({ log }), [...keys('e'), wheel('up')]).ui.selected).toBe(2);
    expect(play(sessionState(), [...keys('?'), wheel('down')]).ui.panelScroll).toBe(3);
  });
});

describe('the keys that scroll', () => {
  it('move the transcript from its end, also under the text box', () => {
    const up = play(sessionState(), keys('up', 'k')).ui;
    expect(up.transcriptScroll).toBe(2);
    expect(play(sessionState(), keys('i', 'pageup'), up).ui).toMatchObject({
      focus: 'text',
      transcriptScroll: 5,
    });
    expect(play(sessionState(), keys('G'), up).ui.transcriptScroll).toBe(0);
    expect(play(sessionState(), keys('home'), up).ui.transcriptScroll).toBe(5);
  });

  it('move the arguments of a tool call that needs approval where they do not fit', () => {
    const asked = sessionState({ approval: { calls: [pendingCall()], granted: [] } });
    expect(play(asked, keys('down')).ui).toMatchObject({ panelScroll: 1, transcriptScroll: 0 });
    const fits = play(asked, keys('up'), initialUi, { panelScroll: 0 });
    expect(fits.ui).toMatchObject({ panelScroll: 0, transcriptScroll: 1 });
  });

  it('move through help by lines and pages', () => {
    expect(play(sessionState(), keys('?', 'down', 'pagedown')).ui.panelScroll).toBe(4);
    expect(play(sessionState(), keys('?', 'end')).ui.panelScroll).toBe(5);
  });
});

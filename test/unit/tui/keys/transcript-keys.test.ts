import { describe, expect, it } from 'vitest';
import { layoutFrame } from '../../../../src/tui/layout/frame.js';
import { rowText } from '../../../../src/tui/text/rows.js';
import { initialUi, modeOf, type UiState } from '../../../../src/tui/ui-state.js';
import { keys, play } from '../../../helpers/keys.js';
import {
  assistantEntry,
  logEntry,
  noticeEntry,
  pendingCall,
  sessionState,
  toolEntry,
  userEntry,
} from '../../../helpers/state.js';

const state = sessionState({
  transcript: [
    noticeEntry({ key: 'n' }),
    userEntry({ key: 'u', atMs: 100, itemId: 'item_u', text: 'the question' }),
    toolEntry({ key: 't', atMs: 200, callId: 'call_t' }),
    assistantEntry({ key: 'a', atMs: 300, itemId: 'item_a', text: 'word '.repeat(600).trim() }),
    userEntry({ key: 'gone', atMs: 400, itemId: 'item_gone', text: 'the last' }),
  ],
  log: [
    { type: 'session.created' },
    { type: 'input_audio_buffer.speech_started', item_id: 'item_u' },
    { type: 'response.output_item.added', item: { id: 'item_t', call_id: 'call_t' } },
    { type: 'response.audio.delta', item_id: 'item_a' },
    { type: 'response.done' },
  ].map((event, index) =>
    logEntry({ sequence: index + 1, atMs: index * 100, type: event.type, event }),
  ),
});

function press(ui: UiState, ...names: readonly string[]): UiState {
  return play(state, keys(...names), ui).ui;
}

function shown(ui: UiState, columns = 80, rows = 24): readonly string[] {
  return layoutFrame(state, ui, { columns, rows }).rows.map((row) => rowText(row).trimEnd());
}

describe('a turn of the transcript', () => {
  it('is selected with Tab, the newest first, and with the arrows, notices left out', () => {
    expect(press(initialUi, 'tab')).toMatchObject({ focus: 'transcript', turn: 'gone' });
    expect(press(initialUi, 'tab', 'up', 'up').turn).toBe('t');
    expect(press(initialUi, 'tab', 'up', 'up', 'up', 'up').turn).toBe('u');
    expect(press(initialUi, 'tab', 'home').turn).toBe('u');
    expect(press(initialUi, 'tab', 'home', 'down', 'G').turn).toBe('gone');
    expect(press(initialUi, 'tab', 'escape')).toMatchObject({ focus: 'session', turn: undefined });
  });

  it.each([
    [['tab', 'home', 'enter'], 2],
    [['tab', 'home', 'down', 'enter'], 3],
    [['tab', 'up', 'tab'], 4],
  ] as const)('leads to its first event: %j to event %i', (names, selected) => {
    expect(press(initialUi, ...names)).toMatchObject({ focus: 'log', panel: 'log', selected });
  });

  it('leads to the next event that the filter shows', () => {
    const filtered = { ...initialUi, filter: { text: 'response', cursor: 8 } };
    expect(press(filtered, 'tab', 'home', 'enter').selected).toBe(3);
  });

  it('without events says so', () => {
    const ui = press(initialUi, 'tab', 'enter');
    expect(ui).toMatchObject({ focus: 'transcript', turn: 'gone' });
    expect(ui.hint).toContain('no longer kept');
  });

  it.each([
    [1, 'u'],
    [2, 'u'],
    [3, 't'],
    [4, 'a'],
    [5, 'gone'],
  ])('is found again from the log: event %i', (selected, turn) => {
    const ui = press({ ...initialUi, focus: 'log', selected }, 'tab');
    expect(ui).toMatchObject({ focus: 'transcript', turn, selected: undefined });
  });

  it('is the one that is read where the transcript is scrolled up', () => {
    const scrolled = { ...initialUi, transcriptScroll: 9 };
    const { ui } = play(state, keys('tab'), scrolled, { seenAtMs: 300 });
    expect(ui.turn).toBe('a');
  });

  it('cannot be selected while there is none, or while a call waits', () => {
    expect(play(sessionState(), keys('tab')).ui).toMatchObject({
      focus: 'session',
      hint: 'There is no turn yet.',
    });
    const asked = { ...state, approval: { calls: [pendingCall()], granted: [] } };
    expect(modeOf(press(initialUi, 'tab'), asked)).toBe('session');
  });

  it.each([
    [80, 24],
    [120, 40],
    [40, 10],
  ])('is in sight and marked at %i×%i', (columns, rows) => {
    const at = (turn: string) =>
      shown({ ...initialUi, focus: 'transcript', turn }, columns, rows).filter((row) =>
        row.includes('›'),
      );
    expect(at('u')).toEqual([expect.stringMatching(/›you +the question/)]);
    expect(at('a')).toEqual([expect.stringMatching(/›bot +word word/)]);
    expect(at('gone')).toEqual([expect.stringMatching(/›you +the last/)]);
    expect(shown(initialUi, columns, rows).join('')).not.toContain('›');
  });
});

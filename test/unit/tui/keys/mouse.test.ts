import { describe, expect, it } from 'vitest';
import type { SessionState } from '../../../../src/session/state.js';
import { handleKey } from '../../../../src/tui/keys/handle-key.js';
import { layoutFrame } from '../../../../src/tui/layout/frame.js';
import type { KeyEvent } from '../../../../src/tui/terminal/key-event.js';
import { rowText } from '../../../../src/tui/text/rows.js';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import {
  logEntry,
  noticeEntry,
  pendingCall,
  sessionState,
  userEntry,
} from '../../../helpers/state.js';

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
] as const;

const state = sessionState({
  transcript: [
    noticeEntry({ key: 'n', text: 'a notice' }),
    ...Array.from({ length: 60 }, (_, index) =>
      userEntry({
        key: `u${String(index)}`,
        itemId: `u${String(index)}`,
        text: `turn ${String(index)}.`,
      }),
    ),
  ],
  log: Array.from({ length: 90 }, (_, sequence) =>
    logEntry({
      sequence,
      summary: `event ${String(sequence)}.`,
      event: { type: 't', item_id: 'u59' },
    }),
  ),
});

/** A screen with a mouse. */
function mouse(
  size: (typeof sizes)[number],
  shown: SessionState = state,
  start: UiState = initialUi,
) {
  let ui = start;
  const frame = () => layoutFrame(shown, ui, size);
  const lines = () => frame().rows.map(rowText);
  const placeOf = (text: string) => {
    const row = lines().findIndex((line) => line.includes(text));
    return { row, column: lines()[row]?.indexOf(text) ?? -1 };
  };
  const send = (event: KeyEvent) => {
    const result = handleKey(ui, event, {
      state: shown,
      limits: frame().limits,
      nowMs: 0,
      alone: true,
    });
    ({ ui } = result);
    return result;
  };
  return {
    ui: () => ui,
    shows: (text: string) => lines().some((line) => line.includes(text)),
    click: (text: string) => send({ type: 'click', ...placeOf(text) }),
    wheel: (direction: 'up' | 'down', text: string) =>
      send({ type: 'wheel', direction, ...placeOf(text) }),
  };
}

describe.each(sizes)('the mouse at $columns×$rows', (size) => {
  it('selects a turn with a click, and goes to its events with a second one', () => {
    const screen = mouse(size);
    screen.click('turn 58.');
    expect(screen.ui()).toMatchObject({ focus: 'transcript', turn: 'u58' });
    screen.click('turn 59.');
    expect(screen.ui()).toMatchObject({ focus: 'transcript', turn: 'u59' });
    screen.click('turn 59.');
    expect(screen.ui()).toMatchObject({ focus: 'log', selected: 0 });
  });

  it('selects an event with a click, and opens it with a second one', () => {
    const screen = mouse(size);
    screen.click('event 86.');
    expect(screen.ui()).toMatchObject({ focus: 'log', selected: 86 });
    screen.click('event 86.');
    expect(screen.ui().overlay).toEqual({ kind: 'event', sequence: 86 });
  });

  it('scrolls what is under the pointer, and leaves focus and the other area', () => {
    const typing: UiState = { ...initialUi, focus: 'text', editor: { text: 'draft', cursor: 5 } };
    const screen = mouse(size, state, typing);
    screen.wheel('up', 'turn 58.');
    expect(screen.ui()).toMatchObject({ focus: 'text', transcriptScroll: 3, logEnd: undefined });
    expect(screen.shows('turn 59.')).toBe(false);
    expect(screen.shows('event 89.')).toBe(true);
    screen.wheel('up', 'event 88.');
    expect(screen.ui()).toMatchObject({ focus: 'text', transcriptScroll: 3, logEnd: 86 });
    expect(screen.shows('event 89.')).toBe(false);
    expect(screen.shows('older events')).toBe(true);
    for (let notch = 0; notch < 40; notch += 1) screen.wheel('up', 'events');
    for (let notch = 0; notch < 2; notch += 1) screen.wheel('down', 'event 8');
    expect(screen.ui().logEnd).toBeUndefined();
  });

  it('scrolls the log to its first entry and no further', () => {
    const screen = mouse(size);
    for (let notch = 0; notch < 60; notch += 1) screen.wheel('up', 't·');
    screen.wheel('up', 'event 89.');
    for (let notch = 0; notch < 60; notch += 1) screen.wheel('up', 'event ');
    expect(screen.shows('event 0.')).toBe(true);
    const top = screen.ui().logEnd;
    screen.wheel('up', 'event ');
    expect(screen.ui().logEnd).toBe(top);
  });

  it('scrolls away from a selected turn, which comes back with the next key', () => {
    const screen = mouse(size);
    screen.click('turn 59.');
    for (let notch = 0; notch < 4; notch += 1) screen.wheel('up', 'turn 4');
    expect(screen.ui()).toMatchObject({ focus: 'transcript', turn: 'u59' });
    expect(screen.shows('turn 59.')).toBe(false);
  });

  it('ignores a click on a notice, on the frame, and anywhere while a question is open', () => {
    const screen = mouse(size);
    for (let notch = 0; notch < 40; notch += 1) screen.wheel('up', 'turn ');
    for (const text of ['a notice', 'voicelive', '────']) {
      const before = screen.ui();
      screen.click(text);
      expect(screen.ui()).toEqual(before);
    }
    const asking = mouse(size, { ...state, approval: { calls: [pendingCall()], granted: [] } });
    for (const text of ['turn 58.', 'get_weather']) {
      expect(asking.click(text).intents).toEqual([]);
      expect(asking.ui()).toMatchObject({ focus: 'session', turn: undefined });
    }
  });
});

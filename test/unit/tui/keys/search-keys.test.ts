import { describe, expect, it } from 'vitest';
import { layoutFrame } from '../../../../src/tui/layout/frame.js';
import { continueSearch } from '../../../../src/tui/search/searching.js';
import { rowText } from '../../../../src/tui/text/rows.js';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { keys, paste, play } from '../../../helpers/keys.js';
import {
  assistantEntry,
  logEntry,
  noticeEntry,
  sessionState,
  userEntry,
} from '../../../helpers/state.js';

const state = sessionState({
  transcript: [
    userEntry({ key: 'u1', itemId: 'u1', text: 'rain in Oslo' }),
    assistantEntry({ key: 'a1', itemId: 'a1', text: 'Rain, rain and more rain.' }),
    noticeEntry({ key: 'n1', text: 'no rain gauge' }),
    userEntry({ key: 'u2', itemId: 'u2', text: 'sun in Rome' }),
  ],
  log: [1, 2, 3, 4, 5, 6].map((sequence) =>
    logEntry({
      sequence,
      type: sequence % 2 === 0 ? 'response.done' : 'response.created',
      summary: `event ${String(sequence)}`,
    }),
  ),
});

function press(ui: UiState, ...names: readonly string[]): UiState {
  return continueSearch(play(state, keys(...names), ui).ui, state);
}

function search(area: 'tab' | 'e', text: string, from = state): UiState {
  const typed = play(from, [...keys(area, '/'), paste(text)]).ui;
  return continueSearch(typed, from);
}

function screen(ui: UiState, shown = state): string {
  return layoutFrame(shown, ui, { columns: 80, rows: 24 }).rows.map(rowText).join('\n');
}

describe('the search', () => {
  it('goes to the nearest match above while it is typed, and shows which of how many', () => {
    const ui = search('tab', 'rain');
    expect(ui).toMatchObject({ focus: 'search', turn: 'n1' });
    expect(screen(ui)).toMatch(/search › rain +5 of 5/);
    expect(screen(search('tab', 'snow'))).toMatch(/search › snow +no match/);
  });

  it('counts capital letters if any are typed', () => {
    expect(screen(search('tab', 'Rain'))).toMatch(/search › Rain +1 of 1/);
  });

  it('goes through the matches with n and N, and over the ends', () => {
    const found = press(search('tab', 'rain'), 'enter');
    expect(found).toMatchObject({ focus: 'transcript', turn: 'n1' });
    const before = press(found, 'N');
    expect(before.turn).toBe('a1');
    expect(screen(before)).toContain('4 of 5');
    expect(screen(press(before, 'N'))).toContain('3 of 5');
    expect(press(before, 'N', 'N', 'N').turn).toBe('u1');
    const round = press(before, 'N', 'N', 'N', 'N');
    expect(round).toMatchObject({ turn: 'n1', hint: 'Search continued at the end.' });
    expect(press(found, 'n')).toMatchObject({ turn: 'u1', hint: 'Search continued at the start.' });
  });

  it('goes on from where the cursor was moved', () => {
    const moved = press(search('tab', 'rain'), 'enter', 'home');
    expect(moved.turn).toBe('u1');
    expect(screen(moved)).toContain('5 matches');
    expect(screen(press(moved, 'n'))).toContain('2 of 5');
  });

  it('highlights every match, the one under the cursor differently', () => {
    const ui = press(search('tab', 'rain'), 'enter', 'N');
    const { rows } = layoutFrame(state, ui, { columns: 80, rows: 24 });
    const styled = (style: string) =>
      rows.flatMap((row) => row.filter((piece) => piece.style === style).map(({ text }) => text));
    expect(styled('match')).toEqual(['rain', 'Rain', 'rain', 'rain']);
    expect(styled('found')).toEqual(['rain']);
  });

  it('is cancelled with Esc, and ended with Esc', () => {
    const start = press(initialUi, 'tab');
    const cancelled = press(search('tab', 'oslo'), 'escape');
    expect(cancelled).toMatchObject({ focus: 'transcript', turn: start.turn, search: undefined });
    const ended = press(search('tab', 'oslo'), 'enter', 'escape');
    expect(ended).toMatchObject({ focus: 'transcript', turn: 'u1', search: undefined });
    expect(press(ended, 'escape').focus).toBe('session');
    expect(press(search('tab', ''), 'enter')).toMatchObject({ search: undefined });
  });

  it('types n, N, q and the other keys into its box', () => {
    const typed = press(play(state, keys('tab', '/')).ui, 'n', 'q', 'y', '/');
    expect(typed).toMatchObject({ focus: 'search', search: { query: { text: 'nqy/' } } });
  });

  it('selects the entries of the event log', () => {
    const ui = search('e', 'done');
    expect(ui.selected).toBe(6);
    const before = press(ui, 'enter', 'N');
    expect(before.selected).toBe(4);
    expect(screen(before)).toMatch(/search › done +2 of 3/);
    const event = press(before, 'enter');
    expect(event.overlay).toEqual({ kind: 'event', sequence: 4 });
  });

  it('finds only what the filter shows', () => {
    const filtered = play(state, [...keys('f'), paste('created'), ...keys('enter')]).ui;
    const typed = play(state, [...keys('/'), paste('event')], filtered).ui;
    expect(screen(continueSearch(typed, state))).toMatch(/search › event +3 of 3/);
  });

  it('says that older events are no longer kept', () => {
    const later = { ...state, logDropped: 4210 };
    const ui = search('e', 'nothing like it', later);
    expect(screen(ui, later)).toContain('no match · 4210 older events are no longer kept');
  });

  it('says when the match under the cursor was dropped', () => {
    const found = press(search('e', 'event 2'), 'enter');
    expect(found.selected).toBe(2);
    const later = { ...state, log: state.log.slice(3), logDropped: 3 };
    const after = continueSearch(found, later);
    expect(after.hint).toBe('That match is no longer kept.');
    expect(screen(after, later)).toContain('no match · 3 older events are no longer kept');
  });

  it('finds what is added meanwhile', () => {
    const found = press(search('e', 'done'), 'enter');
    const later = { ...state, log: [...state.log, logEntry({ sequence: 7, type: 'x.done' })] };
    expect(screen(continueSearch(found, later), later)).toContain('3 of 4');
  });

  it('starts from a command, at the newest match', () => {
    const ui = play(state, [...keys('i'), paste('/search rain'), ...keys('enter')]).ui;
    expect(ui).toMatchObject({ focus: 'transcript', turn: 'n1' });
    expect(screen(ui)).toContain('5 of 5');
  });

  it('moves from a notice to the turns around it', () => {
    const notice = press(search('tab', 'gauge'), 'enter');
    expect(notice.turn).toBe('n1');
    expect(press(notice, 'up').turn).toBe('a1');
    expect(press(notice, 'down').turn).toBe('u2');
    expect(press(notice, 'enter').hint).toBe('A notice has no events.');
  });

  it('shows a match far down in a long reply', () => {
    const text = `${'word '.repeat(800)}needle ${'word '.repeat(800)}`;
    const long = sessionState({ transcript: [assistantEntry({ key: 'a', text })] });
    const ui = search('tab', 'needle', long);
    expect(screen(ui, long)).toMatch(/\bneedle word/);
  });
});

describe('copying', () => {
  it('takes the words of the selected turn, or of the last reply', () => {
    const selected = play(state, keys('tab', 'up', 'y'));
    expect(selected.last.copy).toEqual({ text: 'Rain, rain and more rain.', amount: '5 words' });
    const command = play(state, [...keys('i'), paste('/copy'), ...keys('enter')]);
    expect(command.last.copy).toEqual(selected.last.copy);
    expect(command.intents).toEqual([]);
  });

  it('marks what was not heard, and leaves out what a terminal would obey', () => {
    const cut = { heardMs: 1000, receivedMs: 2000, deleted: false };
    const reply = assistantEntry({ key: 'a', text: 'one two \x1b]52;c;eA==\x07three four', cut });
    const { last } = play(sessionState({ transcript: [reply] }), keys('tab', 'y'));
    expect(last.copy?.text).toMatch(/^one two.*not heard: .*four\]$/);
    expect(last.copy?.text).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
  });

  it('says when there is nothing to copy', () => {
    const none = play(sessionState(), [...keys('i'), paste('/copy'), ...keys('enter')]);
    expect(none.last.copy).toBeUndefined();
    expect(none.ui.hint).toBe('Nothing to copy.');
  });
});

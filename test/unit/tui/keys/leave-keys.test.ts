import { describe, expect, it } from 'vitest';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { key, keys, paste, play, type Step } from '../../../helpers/keys.js';
import { pendingCall, sessionState, type StateChange } from '../../../helpers/state.js';

const q = (atMs: number, change: Partial<Step> = {}): Step => ({
  event: key('q'),
  atMs,
  ...change,
});
const controlC: Step = { event: key('c', { ctrl: true, text: '' }) };
const quit = { intents: [{ type: 'quit' }], exit: 'quit' };

const base = sessionState();
const busy: readonly (readonly [string, StateChange])[] = [
  [
    'you are being recorded',
    { input: { phase: 'capturing', by: 'key', sinceMs: 0, sentSamples: 0 } },
  ],
  ['a reply is under way', { response: { ...base.response, queued: true } }],
  ['a tool call needs approval', { approval: { calls: [pendingCall()], granted: [] } }],
  [
    'a reply is under way',
    { approval: { calls: [pendingCall({ phase: 'running' })], granted: [] } },
  ],
  [
    'a reply is playing',
    {
      playback: {
        parts: [
          {
            itemId: 'item_2',
            contentIndex: 0,
            responseId: 'resp_1',
            receivedSamples: 48_000,
            handedSamples: 480,
            complete: false,
          },
        ],
      },
    },
  ],
];

describe('q', () => {
  it('ends an idle session at once', () => {
    expect(play(sessionState(), keys('q')).last).toMatchObject(quit);
  });

  it.each(busy)('asks first while %s, and ends when it is pressed again', (reason, change) => {
    const state = sessionState(change);
    const asked = play(state, [q(5000)]);
    expect(asked.last).toMatchObject({ intents: [] });
    expect(asked.last.exit).toBeUndefined();
    expect(asked.ui.hint).toBe(`Press q again to quit: ${reason}.`);
    const again = [{ event: key('q', { action: 'release' }) }, q(6000)] as const;
    expect(play(state, again, asked.ui).last).toMatchObject(quit);
  });

  it.each<Step>([
    { event: key('j') },
    { event: key('z') },
    controlC,
    paste('x'),
    { event: key('q'), alone: false },
    { event: key('q', { action: 'repeat' }) },
  ])('does not end after %j, which takes the question back or is no answer', (between) => {
    const state = sessionState({ response: { ...base.response, queued: true } });
    const asked = play(state, [q(5000), { ...between, atMs: 8000 }]);
    expect(asked.intents).toEqual([]);
    expect(asked.last.exit).toBeUndefined();
  });

  it('is still asked for after the terminal reports a modifier', () => {
    const state = sessionState({ response: { ...base.response, queued: true } });
    const pressed = [q(5000), { event: key(''), atMs: 6000 }, q(7000)];
    expect(play(state, pressed).last).toMatchObject(quit);
  });

  it('asks within a second of typing, and of leaving the text box', () => {
    const typed = play(sessionState(), [
      { event: key('i'), atMs: 0 },
      { event: key('h'), atMs: 100 },
      { event: key('enter'), atMs: 200 },
      { event: key('escape'), atMs: 300 },
    ]).ui;
    const early = play(sessionState(), [q(1299)], typed);
    expect(early.ui.hint).toBe('Press q again to quit.');
    expect(early.last.exit).toBeUndefined();
    expect(play(sessionState(), [q(1301)], typed).last).toMatchObject(quit);
  });

  it('asks while a message is not sent', () => {
    const { last, ui } = play(sessionState(), keys('i', 'h', 'escape', 'z', 'z', 'q'));
    expect(last.exit).toBeUndefined();
    expect(ui.hint).toContain('your message is not sent');
  });
});

describe('Ctrl-C', () => {
  it.each<Partial<UiState>>([
    {},
    { focus: 'text' },
    { focus: 'filter' },
    { focus: 'log' },
    { focus: 'transcript' },
    { overlay: { kind: 'help' } },
    { overlay: { kind: 'event', sequence: 1 } },
  ])('asks, then ends the session, from %j', (change) => {
    const asked = play(sessionState(), [controlC], { ...initialUi, ...change });
    expect(asked.last.exit).toBeUndefined();
    expect(asked.ui.hint).toBe('Press Ctrl-C again to quit.');
    const ended = play(sessionState(), [controlC], asked.ui).last;
    expect(ended).toMatchObject({ intents: [{ type: 'quit' }], exit: 'interrupt' });
    // And at once, while the program is ending.
    expect(play(sessionState(), [controlC], ended.ui).last.exit).toBe('interrupt');
  });

  it.each(['text', 'filter'] as const)('clears the line first: %s', (focus) => {
    const typed = play(sessionState(), keys('h', 'i'), { ...initialUi, focus }).ui;
    const cleared = play(sessionState(), [controlC], typed);
    expect(cleared.last.exit).toBeUndefined();
    expect(cleared.ui).toMatchObject({ focus, editor: { text: '' }, filter: { text: '' } });
    expect(cleared.ui.hint).toBeUndefined();
    expect(play(sessionState(), [controlC], cleared.ui).last.exit).toBeUndefined();
    expect(play(sessionState(), [controlC, controlC], cleared.ui).last.exit).toBe('interrupt');
  });
});

describe('Esc', () => {
  it('goes back one step: the overlay, then the focus', () => {
    const deep: UiState = {
      ...initialUi,
      focus: 'log',
      selected: 1,
      overlay: { kind: 'event', sequence: 1 },
    };
    const once = play(sessionState(), keys('escape'), deep).ui;
    expect(once).toMatchObject({ focus: 'log', selected: 1, overlay: { kind: 'none' } });
    const twice = play(sessionState(), keys('escape'), once);
    expect(twice.ui).toMatchObject({ focus: 'session', selected: undefined });
    expect(twice.intents).toEqual([]);
  });
});

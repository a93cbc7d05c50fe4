import { describe, expect, it } from 'vitest';
import type { Intent } from '../../../src/session/inputs.js';
import type { SessionState } from '../../../src/session/state.js';
import { handleKey } from '../../../src/tui/handle-key.js';
import { plainKey } from '../../../src/tui/keys/decode.js';
import type { Key, KeyEvent } from '../../../src/tui/keys/key-event.js';
import type { Outcome } from '../../../src/tui/outcome.js';
import { initialUi, type UiState } from '../../../src/tui/ui-state.js';
import { logEntry, pendingCall, sessionState } from '../../helpers/state.js';

const limits = { transcriptScroll: 5, panelScroll: 5, page: 3 };

interface Step {
  readonly event: KeyEvent;
  readonly atMs?: number;
  readonly alone?: boolean;
}

function key(name: string, change: Partial<Key> = {}): Key {
  const text = name.length === 1 ? name : name === 'space' ? ' ' : '';
  return { ...plainKey(name, text), ...change };
}

/** Presses keys in turn, a second apart unless told; gives the last screen state and every intent. */
function play(
  state: SessionState,
  steps: readonly Step[],
  start: UiState = initialUi,
): { readonly ui: UiState; readonly intents: readonly Intent[]; readonly last: Outcome } {
  let last: Outcome = { ui: start, intents: [] };
  const intents: Intent[] = [];
  steps.forEach((step, index) => {
    last = handleKey(last.ui, step.event, {
      state,
      limits,
      nowMs: step.atMs ?? (index + 1) * 1000,
      alone: step.alone ?? true,
    });
    intents.push(...last.intents);
  });
  return { ui: last.ui, intents, last };
}

function keys(...names: readonly string[]): readonly Step[] {
  return names.map((name) => ({ event: key(name) }));
}

const talking = sessionState({
  options: { mode: 'push-to-talk' },
  input: { phase: 'capturing', by: 'key', sinceMs: 0, sentSamples: 0 },
});
const ready = sessionState({ options: { mode: 'push-to-talk' } });

describe('push-to-talk with Space', () => {
  it('starts on one press and sends on the next where no release is reported', () => {
    expect(play(ready, keys('space')).intents).toEqual([{ type: 'talk-start' }]);
    expect(play(talking, keys('space')).intents).toEqual([{ type: 'talk-send' }]);
  });

  it('does not start and stop when the terminal repeats a held key', () => {
    const held = [0, 660, 690, 720, 750, 1500].map((atMs) => ({ event: key('space'), atMs }));
    const first = play(ready, held.slice(0, 1));
    const rest = play(talking, held.slice(1, 5), first.ui);
    expect(rest.intents).toEqual([]);
    expect(play(talking, held.slice(5), rest.ui).intents).toEqual([{ type: 'talk-send' }]);
  });

  it('talks while it is held where release is reported, whatever the focus is when it comes up', () => {
    const start = { ...initialUi, reportsRelease: true };
    const down = play(ready, keys('space'), start);
    expect(down.intents).toEqual([{ type: 'talk-start' }]);
    const repeated = play(
      talking,
      [{ event: key('space', { action: 'repeat' }) }, ...keys('i')],
      down.ui,
    );
    expect(repeated.intents).toEqual([]);
    const up = play(talking, [{ event: key('space', { action: 'release' }) }], repeated.ui);
    expect(up.intents).toEqual([{ type: 'talk-send' }]);
    expect(up.ui.focus).toBe('text');
  });

  it('does nothing hands-free', () => {
    expect(play(sessionState(), keys('space')).intents).toEqual([]);
  });

  it('is discarded with Esc, and letting go then sends nothing', () => {
    const start = { ...initialUi, reportsRelease: true, holding: true };
    const escaped = play(talking, keys('escape'), start);
    expect(escaped.intents).toEqual([{ type: 'talk-discard' }]);
    const up = play(talking, [{ event: key('space', { action: 'release' }) }], escaped.ui);
    expect(up.intents).toEqual([]);
  });
});

describe('the keys of the session', () => {
  it.each<[string, Intent]>([
    ['enter', { type: 'commit' }],
    ['escape', { type: 'interrupt' }],
    ['c', { type: 'cancel' }],
    ['t', { type: 'truncate' }],
    ['x', { type: 'clear-input' }],
    ['m', { type: 'mute', what: 'microphone', muted: true }],
    ['s', { type: 'mute', what: 'speaker', muted: true }],
  ])('%s asks for %j', (name, intent) => {
    expect(play(sessionState(), keys(name)).intents).toEqual([intent]);
  });

  it('quit with q, and with Ctrl-C from anywhere', () => {
    expect(play(sessionState(), keys('q')).last.exit).toBe('quit');
    const inText = play(sessionState(), [
      ...keys('i'),
      { event: key('c', { ctrl: true, text: '' }) },
    ]);
    expect(inText.last.exit).toBe('interrupt');
    expect(inText.intents).toEqual([{ type: 'quit' }]);
  });

  it('are ignored when they come up', () => {
    expect(
      play(sessionState(), [{ event: key('q', { action: 'release' }) }]).last.exit,
    ).toBeUndefined();
  });
});

describe('typing a turn', () => {
  it('sends what was typed and pasted, and closes the box', () => {
    const typed = play(sessionState(), [
      ...keys('i', 'h', 'i', 'space'),
      { event: { type: 'paste', text: 'there\nyou' } },
      ...keys('enter'),
    ]);
    expect(typed.intents).toEqual([{ type: 'say', text: 'hi there\nyou' }]);
    expect(typed.ui.focus).toBe('session');
    const again = play(sessionState(), keys('i', 'up'), typed.ui);
    expect(again.ui.editor.text).toBe('hi there\nyou');
  });

  it('knows its commands and names the nearest one', () => {
    const type = (text: string) =>
      play(sessionState(), [...keys('/'), { event: { type: 'paste', text } }, ...keys('enter')]);
    expect(type('say hello').intents).toEqual([{ type: 'say', text: 'hello' }]);
    expect(type('/usr/bin').intents).toEqual([{ type: 'say', text: '/usr/bin' }]);
    expect(type('help').ui.overlay).toEqual({ kind: 'help' });
    expect(type('hlep').ui.hint).toContain('/help');
    expect(type('quit').last.exit).toBe('quit');
  });

  it('ignores a paste elsewhere, and says so', () => {
    const pasted = play(sessionState(), [{ event: { type: 'paste', text: 'q' } }]);
    expect(pasted.intents).toEqual([]);
    expect(pasted.ui.hint).toContain('press i');
  });
});

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

  it('walks through what the filter lets through', () => {
    const filtered = play(state, [
      ...keys('f'),
      { event: { type: 'paste', text: 'error' } },
      ...keys('enter', 'up', 'enter'),
    ]);
    expect(filtered.ui.overlay).toEqual({ kind: 'event', sequence: 2 });
  });
});

describe('a question of consent', () => {
  const call = pendingCall();
  const asked = sessionState({ approval: { calls: [call], granted: [] } });
  const shown: UiState = {
    ...initialUi,
    question: { callId: call.callId, arguments: call.arguments, sinceMs: 10_000 },
  };
  const at = (name: string, atMs: number, change: Partial<Step> = {}): Step => ({
    event: key(name),
    atMs,
    ...change,
  });

  it.each([
    ['y', 'once'],
    ['a', 'session'],
    ['n', 'deny'],
  ])('is answered by %s with %s once it could be read', (name, decision) => {
    expect(play(asked, [at(name, 10_300)], shown).intents).toEqual([
      { type: 'decide', callId: call.callId, decision },
    ]);
  });

  it('is not answered by Enter or Space', () => {
    expect(play(asked, [at('enter', 12_000), at('space', 13_000)], shown).intents).toEqual([]);
  });

  it('is not answered by a paste', () => {
    const paste: Step = { event: { type: 'paste', text: 'y' }, atMs: 12_000 };
    expect(play(asked, [paste], shown).intents).toEqual([]);
  });

  it('is not answered by keys read in one piece, as an unmarked paste is', () => {
    expect(play(asked, [at('y', 12_000, { alone: false })], shown).intents).toEqual([]);
  });

  it('is not answered by a key within 300 ms of its appearing, and says why', () => {
    const early = play(asked, [at('y', 10_299)], shown);
    expect(early.intents).toEqual([]);
    expect(early.ui.hint).toContain('too soon');
    expect(play(asked, [at('y', 11_000)], early.ui).intents).toHaveLength(1);
  });

  it('is not answered by typing that began before it could be read and goes on', () => {
    const typing = [9900, 10_100, 10_350, 10_600].map((atMs) => at('y', atMs));
    expect(play(asked, typing, shown).intents).toEqual([]);
  });

  it('is not answered by a key that is held down', () => {
    const held: Step = { event: key('y', { action: 'repeat' }), atMs: 12_000 };
    expect(play(asked, [held], shown).intents).toEqual([]);
  });

  it('is not answered when another one, or other arguments, were shown', () => {
    const other = { ...shown, question: { callId: 'call_1', arguments: '{}', sinceMs: 0 } };
    const changed = { ...shown, question: { ...other.question, callId: call.callId } };
    expect(play(asked, [at('y', 12_000)], other).intents).toEqual([]);
    expect(play(asked, [at('y', 12_000)], changed).intents).toEqual([]);
    expect(play(asked, [at('y', 12_000)], initialUi).intents).toEqual([]);
  });

  it('is not answered from the text box or under help', () => {
    const inText: UiState = { ...shown, focus: 'text' };
    const typed = play(asked, [at('y', 12_000)], inText);
    expect(typed.intents).toEqual([]);
    expect(typed.ui.editor.text).toBe('y');
    const underHelp: UiState = { ...shown, overlay: { kind: 'help' } };
    expect(play(asked, [at('y', 12_000)], underHelp).intents).toEqual([]);
  });
});

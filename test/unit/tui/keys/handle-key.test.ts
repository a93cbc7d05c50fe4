import { describe, expect, it } from 'vitest';
import type { Intent } from '../../../../src/session/inputs.js';
import type { SessionState } from '../../../../src/session/state.js';
import { handleKey } from '../../../../src/tui/keys/handle-key.js';
import { plainKey } from '../../../../src/tui/terminal/decode-key.js';
import type { Key, KeyEvent } from '../../../../src/tui/terminal/key-event.js';
import type { InspectedNode, Outcome } from '../../../../src/tui/keys/key-context.js';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { logEntry, pendingCall, sessionState } from '../../../helpers/state.js';

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
  it('asks the session also while the connection is lost, which says why nothing can be said', () => {
    const outage = { failures: 1, sinceMs: 0, reason: '(code 1006)', unanswered: false };
    const lost = { ...ready, connection: { phase: 'reconnecting', attempt: 1, outage } } as const;
    expect(play(lost, keys('space')).intents).toEqual([{ type: 'talk-start' }]);
    expect(play(lost, keys('enter')).intents).toEqual([{ type: 'commit' }]);
  });

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

  it('takes the key that was chosen, and leaves Space alone', () => {
    const chosen = { ...initialUi, talkKey: 'f5' };
    expect(play(ready, keys('space'), chosen).intents).toEqual([]);
    expect(play(ready, keys('f5'), chosen).intents).toEqual([{ type: 'talk-start' }]);
    const held = play(ready, keys('f5'), { ...chosen, reportsRelease: true });
    const up = play(talking, [{ event: key('f5', { action: 'release' }) }], held.ui);
    expect(up.intents).toEqual([{ type: 'talk-send' }]);
    const typed = play(ready, keys('i', 'space'), { ...chosen, talkKey: 'b' });
    expect(play(ready, keys('b'), typed.ui).ui.editor.text).toBe(' b');
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
      play(sessionState(), [...keys('/'), { event: { type: 'paste', text } }, ...keys('tab')]).ui;
    expect(type('im').editor.text).toBe('/image ');
    expect(type('s')).toMatchObject({ editor: { text: '/s' }, hint: '/say  /session  /send' });
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
    expect(play(turns, keys('['), first.ui).ui.hint).toContain('no turn before');
    expect(play(turns, keys(']'), first.ui).ui.selected).toBe(4);
  });

  it('opens where the transcript was scrolled to', () => {
    const scrolled = { ...initialUi, transcriptScroll: 5 };
    const timed = {
      ...state,
      log: state.log.map((entry, index) => ({ ...entry, atMs: index * 1000 })),
    };
    const { ui } = handleKey(scrolled, key('e'), {
      state: timed,
      limits: { ...limits, seenAtMs: 900 },
      nowMs: 1000,
      alone: true,
    });
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

  it('walks through what the filter lets through', () => {
    const filtered = play(state, [
      ...keys('f'),
      { event: { type: 'paste', text: 'error' } },
      ...keys('enter', 'up', 'enter'),
    ]);
    expect(filtered.ui.overlay).toEqual({ kind: 'event', sequence: 2 });
  });
});

describe('the inspector', () => {
  const event = { type: 'response.cancel', event_id: 'vl_event_1' };
  const state = sessionState({
    log: [logEntry({ direction: 'out', type: event.type, event }), logEntry({ sequence: 2 })],
  });
  const open: UiState = { ...initialUi, overlay: { kind: 'event', sequence: 1 } };
  const at = (name: string, node: InspectedNode, ui = open) =>
    handleKey(ui, key(name), {
      state,
      limits: { ...limits, node },
      nowMs: 1000,
      alone: true,
    });
  const part = { path: '/a', parent: '', parentRow: 0 };

  it('folds and unfolds', () => {
    const folded = at('enter', { ...part, fold: 'open' }).ui;
    expect(folded.folded).toEqual(['/a']);
    expect(at('enter', { ...part, fold: 'folded' }, folded).ui.folded).toEqual([]);
    expect(at('left', { ...part, fold: 'open' }).ui.folded).toEqual(['/a']);
    expect(at('right', { ...part, fold: 'folded' }, folded).ui.folded).toEqual([]);
    const inside: UiState = { ...open, panelScroll: 3 };
    expect(at('left', { ...part, fold: undefined }, inside).ui.panelScroll).toBe(0);
  });

  it('copies the JSON, or the step of a script, only when asked to', () => {
    const node = { ...part, fold: undefined };
    expect(at('y', node).copy).toBe(JSON.stringify(event, null, 2));
    expect(at('s', node).copy).toBe('/send {"type":"response.cancel"}');
    const received: UiState = { ...open, overlay: { kind: 'event', sequence: 2 } };
    expect(at('s', node, received).ui.hint).toContain('received');
    expect(at('down', node).copy).toBeUndefined();
  });
});

describe('the mouse wheel', () => {
  const wheel = (direction: 'up' | 'down'): Step => ({ event: { type: 'wheel', direction } });

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

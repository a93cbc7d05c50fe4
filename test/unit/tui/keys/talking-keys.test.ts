import { describe, expect, it } from 'vitest';
import type { Intent } from '../../../../src/session/inputs.js';
import { initialUi } from '../../../../src/tui/ui-state.js';
import { key, keys, play } from '../../../helpers/keys.js';
import { sessionState } from '../../../helpers/state.js';

const talking = sessionState({
  options: { mode: 'push-to-talk' },
  input: { phase: 'capturing', by: 'key', sinceMs: 0, sentSamples: 0 },
});
const ready = sessionState({ options: { mode: 'push-to-talk' } });

describe('muting the microphone', () => {
  it('is offered only where there is one', () => {
    const mute = [{ type: 'mute', what: 'microphone', muted: true }];
    expect(play(sessionState(), keys('m')).intents).toEqual(mute);
    expect(play(sessionState({ options: { noMicrophone: true } }), keys('m')).intents).toEqual([]);
  });
});

describe('push-to-talk with Space', () => {
  it('reaches the session while it reconnects, which says why nothing can be said', () => {
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

describe('the keys of the conversation', () => {
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

  it('unmute what is muted', () => {
    const muted = sessionState({ playback: { microphoneMuted: true, speakerMuted: true } });
    expect(play(muted, keys('m', 's')).intents).toEqual([
      { type: 'mute', what: 'microphone', muted: false },
      { type: 'mute', what: 'speaker', muted: false },
    ]);
  });

  it('about sound do nothing in a text session', () => {
    const text = sessionState({ options: { mode: 'text' } });
    expect(play(text, keys('space', 'enter', 't', 'x', 'm', 's')).intents).toEqual([]);
  });
});

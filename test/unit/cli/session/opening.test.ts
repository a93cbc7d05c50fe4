import { describe, expect, it } from 'vitest';
import { createOpening, type Opening } from '../../../../src/cli/session/opening.js';
import type { SessionOptions } from '../../../../src/session/state.js';
import { handsFree } from '../../../helpers/session.js';
import { fakeView, sessionState } from '../../../helpers/state.js';

function start(options: Partial<SessionOptions> = {}): Opening {
  return createOpening({ ...handsFree, emulated: true, ...options }, () => 0);
}

function works(session: Opening): readonly string[] | undefined {
  const { connection } = session.getState();
  return connection.phase === 'idle' ? connection.opening : undefined;
}

describe('a session that is being opened', () => {
  it('says what is being opened, each until it is', async () => {
    const session = start();
    let draws = 0;
    session.subscribe(() => (draws += 1));
    expect(works(session)).toEqual(['opening microphone and speaker', 'starting the emulator']);
    expect(await session.follow('emulator', Promise.resolve('there'))).toBe('there');
    expect(works(session)).toEqual(['opening microphone and speaker']);
    const failed = session.follow('sound', Promise.reject(new Error('no sound')));
    await expect(failed).rejects.toThrow('no sound');
    expect(works(session)).toEqual([]);
    expect(draws).toBe(2);
  });

  it('opens no sound in text mode, and no emulator for the service', () => {
    expect(works(start({ mode: 'text', emulated: false }))).toEqual([]);
  });

  it('gives the session what the person wanted, in order, once; keys about what was not there are forgotten', () => {
    const session = start();
    session.dispatch({ type: 'interrupt' });
    session.dispatch({ type: 'say', text: 'one' });
    session.dispatch({ type: 'mute', what: 'microphone', muted: true });
    session.dispatch({ type: 'mute', what: 'speaker', muted: true });
    session.dispatch({ type: 'mute', what: 'speaker', muted: false });
    session.dispatch({ type: 'say', text: 'two' });
    const opened = fakeView(sessionState());
    session.become(opened);
    expect(opened.dispatched).toEqual([
      { type: 'mute', what: 'microphone', muted: true },
      { type: 'say', text: 'one' },
      { type: 'say', text: 'two' },
    ]);
  });

  it('is the session from then on', () => {
    const session = start();
    let draws = 0;
    session.subscribe(() => (draws += 1));
    const opened = fakeView(sessionState());
    session.become(opened);
    expect(draws).toBe(1);
    expect(session.getState()).toBe(opened.getState());
    session.dispatch({ type: 'say', text: 'hello' });
    expect(opened.dispatched).toEqual([{ type: 'say', text: 'hello' }]);
    opened.set(sessionState({ nowMs: 20_000 }));
    expect(draws).toBe(2);
  });
});

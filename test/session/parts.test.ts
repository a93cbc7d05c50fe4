import { describe, expect, it } from 'vitest';
import { partsOpening } from '../../src/session/connection/parts.js';
import type { SessionState } from '../../src/session/state.js';
import { SessionScript } from '../helpers/session.js';

const failure = {
  code: 'no-device',
  sentence: 'No audio device was found.',
  hint: 'Plug one in.',
  exitCode: 4,
};

function opening(emulated = true): SessionScript {
  const script = new SessionScript({ emulated });
  for (const part of ['sound', 'transport', 'recording'] as const)
    script.input({ type: 'part-opening', part });
  script.input({ type: 'start' });
  return script;
}

function notices(state: SessionState): readonly string[] {
  return state.transcript.flatMap((entry) => (entry.kind === 'notice' ? [entry.text] : []));
}

describe('a session whose parts open', () => {
  it('says what is being opened, each until it is, and connects when the last one is', () => {
    const script = opening();
    expect(partsOpening(script.state)).toEqual([
      'opening microphone and speaker',
      'starting the emulator',
    ]);
    expect(script.input({ type: 'part-open', part: 'transport' })).toEqual([]);
    expect(partsOpening(script.state)).toEqual(['opening microphone and speaker']);
    expect(script.input({ type: 'part-open', part: 'sound' })).toEqual([]);
    expect(partsOpening(script.state)).toEqual([]);
    expect(script.input({ type: 'part-open', part: 'recording', path: 'rec/1' })).toEqual([
      { type: 'connect', attempt: 1 },
    ]);
  });

  it('starts no emulator for the service', () => {
    expect(partsOpening(opening(false).state)).toEqual(['opening microphone and speaker']);
  });

  it('connects at once where everything is there', () => {
    expect(new SessionScript().input({ type: 'start' })).toEqual([{ type: 'connect', attempt: 1 }]);
  });

  it('connects once', () => {
    const script = new SessionScript();
    script.input({ type: 'start' });
    expect(script.input({ type: 'start' })).toEqual([]);
    expect(script.input({ type: 'part-open', part: 'transport' })).toEqual([]);
  });

  it('learns from its parts what nobody knew before', () => {
    const script = opening();
    script.input({ type: 'part-open', part: 'recording', path: 'rec/1' });
    script.input({ type: 'part-open', part: 'sound', noMicrophone: true, echoRoundTripMs: 130 });
    expect(script.state.options).toMatchObject({
      recordingPath: 'rec/1',
      noMicrophone: true,
      echoRoundTripMs: 130,
    });
  });

  it('does what the person asked meanwhile, in order, once; keys about what was not there mean nothing', () => {
    const script = opening();
    script.intent({ type: 'interrupt' });
    script.intent({ type: 'say', text: 'one' });
    script.intent({ type: 'mute', what: 'speaker', muted: true });
    script.intent({ type: 'say', text: 'two' });
    script.effects = [];
    script.input({ type: 'part-open', part: 'sound' });
    expect(script.effects).toEqual([{ type: 'mute-speaker', muted: true }]);
    script.input({ type: 'part-open', part: 'transport' });
    script.input({ type: 'part-open', part: 'recording', path: 'rec/1' });
    script.input({ type: 'socket-open', attempt: 1 });
    script.server({ type: 'session.created', session: { id: 'sess_1' } });
    script.effects = [];
    script.server({ type: 'session.updated', session: { id: 'sess_1' } });
    expect(script.effects.map(({ type }) => type)).toEqual([
      'begin-input',
      'send',
      'send',
      'send',
      'resume-microphone',
      'cancel-wake',
    ]);
    const said = script.sent().flatMap(({ item }) => (item === undefined ? [] : [item]));
    expect(said).toMatchObject([{ content: [{ text: 'one' }] }, { content: [{ text: 'two' }] }]);
  });

  it('continues in text mode where it can do without the part that failed', () => {
    const script = opening();
    const textSession = { modalities: ['text' as const], turn_detection: null };
    script.input({ type: 'part-open', part: 'transport' });
    script.input({ type: 'part-open', part: 'recording', path: 'rec/1' });
    expect(script.input({ type: 'part-failed', part: 'sound', failure, textSession })).toEqual([
      { type: 'connect', attempt: 1 },
    ]);
    expect(script.state.options).toMatchObject({ mode: 'text', session: textSession });
    expect(notices(script.state)).toEqual([
      'No audio device was found. Continuing in text mode. Plug one in.',
    ]);
    script.input({ type: 'socket-open', attempt: 1 });
    script.effects = [];
    script.server({ type: 'session.created', session: { id: 'sess_1' } });
    expect(script.sent()).toEqual([{ type: 'session.update', session: textSession }]);
  });

  it('ends with the failure of a part that it needs, whatever opens later', () => {
    const script = opening();
    expect(script.input({ type: 'part-failed', part: 'transport', failure })).toEqual([
      { type: 'disconnect' },
      { type: 'end', failure },
    ]);
    script.input({ type: 'part-open', part: 'sound' });
    expect(script.input({ type: 'part-open', part: 'recording', path: 'rec/1' })).toEqual([]);
    expect(script.state.connection).toEqual({ phase: 'closed', failure });
  });

  it('ends well when the person quits meanwhile', () => {
    const script = opening();
    script.intent({ type: 'quit' });
    script.effects = [];
    for (const part of ['sound', 'transport'] as const) script.input({ type: 'part-open', part });
    script.input({ type: 'part-open', part: 'recording', path: 'rec/1' });
    expect(script.effects).toEqual([]);
    expect(script.state.connection).toEqual({ phase: 'closed' });
  });

  it('tells of a part that breaks down later', () => {
    const script = opening();
    script.input({ type: 'part-open', part: 'transport' });
    script.input({ type: 'part-failed', part: 'transport', failure });
    expect(notices(script.state)).toEqual(['No audio device was found.']);
    expect(script.state.connection.phase).toBe('waiting-for-parts');
  });
});

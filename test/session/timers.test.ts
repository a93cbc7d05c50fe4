import { describe, expect, it } from 'vitest';
import { meterLevels } from '../../src/session/playback/levels.js';
import type { Effect } from '../../src/session/effects.js';
import type { WakeId } from '../../src/session/inputs.js';
import { activity, isTalkKeyHeld } from '../../src/session/selectors.js';
import type { SessionOptions } from '../../src/session/state.js';
import { SessionScript } from '../helpers/session.js';

/** The timers that run after some effects, with the time after which each is due at the latest. */
function timers(effects: readonly Effect[]): Readonly<Record<string, number>> {
  const running = new Map<WakeId, number>();
  for (const effect of effects) {
    if (effect.type === 'wake') running.set(effect.id, effect.maxMs);
    if (effect.type === 'cancel-wake') running.delete(effect.id);
  }
  return Object.fromEntries(running);
}

describe('the hang-over of push-to-talk', () => {
  const talking = (options: Partial<SessionOptions> = {}): SessionScript => {
    const script = new SessionScript({ mode: 'push-to-talk', hangOverMs: 300, ...options });
    script.ready(null).intent({ type: 'talk-start' });
    script.append(10);
    script.effects = [];
    return script;
  };

  it('keeps listening after the key is released, then sends the turn', () => {
    const script = talking();
    script.intent({ type: 'talk-send' });
    expect(timers(script.effects)).toEqual({ 'hang-over': 300 });
    expect(script.sent()).toEqual([]);
    expect(activity(script.state)).toBe('recording');
    expect(isTalkKeyHeld(script.state)).toBe(false);
    script.input({ type: 'woke', id: 'hang-over' });
    expect(script.sent().map(({ type }) => type)).toEqual([
      'input_audio_buffer.commit',
      'response.create',
    ]);
  });

  it('sends nothing while the key is held again: the turn continues', () => {
    const script = talking();
    script.intent({ type: 'talk-send' });
    script.intent({ type: 'talk-start' });
    expect(timers(script.effects)).toEqual({});
    expect(isTalkKeyHeld(script.state)).toBe(true);
    // Even a timer that was on its way does not send it.
    script.input({ type: 'woke', id: 'hang-over' });
    expect(script.sent()).toEqual([]);
    script.append(10);
    script.intent({ type: 'talk-send' });
    expect(timers(script.effects)).toEqual({ 'hang-over': 300 });
    script.input({ type: 'woke', id: 'hang-over' });
    expect(script.sent().map(({ type }) => type)).toEqual([
      'input_audio_buffer.commit',
      'response.create',
    ]);
  });

  it('does not begin again when the key is reported released twice', () => {
    const script = talking();
    script.intent({ type: 'talk-send' });
    script.effects = [];
    script.intent({ type: 'talk-send' });
    expect(script.effects).toEqual([]);
  });

  it.each([
    ['discarded', 'talk-discard', ['input_audio_buffer.clear']],
    ['committed at once', 'commit', ['input_audio_buffer.commit', 'response.create']],
  ] as const)('ends when the turn is %s', (_what, type, sent) => {
    const script = talking();
    script.intent({ type: 'talk-send' });
    script.intent({ type });
    expect(timers(script.effects)).toEqual({});
    expect(script.sent().map((event) => event['type'])).toEqual(sent);
    script.input({ type: 'woke', id: 'hang-over' });
    expect(script.sent()).toEqual([]);
  });

  it('ends with the connection', () => {
    const script = talking();
    script.intent({ type: 'talk-send' });
    script.input({ type: 'socket-closed', attempt: 1, code: 1006, reason: '', retryable: true });
    expect(timers(script.effects)).toEqual({ reconnect: 250 });
  });

  it('is nothing without the option', () => {
    const script = talking({ hangOverMs: 0 });
    script.intent({ type: 'talk-send' });
    expect(script.sent().map(({ type }) => type)).toContain('input_audio_buffer.commit');
  });
});

describe('the deadline of a session that opens', () => {
  const opening = (): SessionScript => {
    const script = new SessionScript();
    script.input({ type: 'start' });
    script.input({ type: 'socket-open', attempt: 1 });
    return script;
  };

  it.each([
    ['session.created', false],
    ['session.updated', true],
  ])('ends the session when %s does not come', (event, isCreated) => {
    const script = opening();
    if (isCreated) script.server({ type: 'session.created', session: { id: 'sess_1' } });
    expect(timers(script.effects)).toEqual({ 'open-deadline': 10_000 });
    script.input({ type: 'woke', id: 'open-deadline' });
    const sentence = `test accepted the connection but sent no ${event} within 10 s.`;
    const failure = { code: 'open-timeout', sentence };
    expect(script.state.connection).toMatchObject({ phase: 'closed', failure });
  });

  it('is over when the session is ready', () => {
    const script = opening();
    script.server({ type: 'session.created', session: { id: 'sess_1' } });
    script.server({ type: 'session.updated', session: { id: 'sess_1' } });
    expect(timers(script.effects)).toEqual({});
    script.input({ type: 'woke', id: 'open-deadline' });
    expect(script.state.connection.phase).toBe('ready');
  });
});

describe('--timeout', () => {
  it('counts from the first connection, through an outage, and ends the session with 1', () => {
    const script = new SessionScript({ timeoutMs: 5000 });
    script.input({ type: 'part-opening', part: 'transport' });
    script.input({ type: 'start' });
    expect(script.effects).toEqual([]);
    script.input({ type: 'part-open', part: 'transport' });
    expect(timers(script.effects)).toEqual({ timeout: 5000 });
    script.input({ type: 'socket-open', attempt: 1 });
    script.server({ type: 'session.created', session: { id: 'sess_1' } });
    script.server({ type: 'session.updated', session: { id: 'sess_1' } });
    script.input({ type: 'socket-closed', attempt: 1, code: 1006, reason: '', retryable: true });
    expect(script.effects.filter((effect) => 'id' in effect && effect.id === 'timeout')).toEqual([
      { type: 'wake', id: 'timeout', minMs: 5000, maxMs: 5000 },
    ]);
    script.input({ type: 'woke', id: 'timeout' });
    expect(script.state.connection).toEqual({
      phase: 'closed',
      failure: {
        code: 'timeout',
        sentence: 'The session did not end within 5 s.',
        hint: 'Use a longer --timeout.',
        exitCode: 1,
      },
    });
    expect(timers(script.effects)).toEqual({});
  });
});

describe('the limit of ten connections a minute', () => {
  it('holds the next try back until the first is a minute old', () => {
    const script = new SessionScript().ready();
    const firstMs = script.state.connectionStartsMs[0] ?? 0;
    for (let attempt = 1; attempt < 10; attempt += 1) {
      script.input({ type: 'socket-closed', attempt, code: 1006, reason: '', retryable: true });
      script.input({ type: 'woke', id: 'reconnect' });
      script.input({ type: 'socket-open', attempt: attempt + 1 });
      script.server({ type: 'session.created', session: { id: 'sess_1' } });
      script.server({ type: 'session.updated', session: { id: 'sess_1' } });
    }
    script.effects = [];
    script.input({ type: 'socket-closed', attempt: 10, code: 1006, reason: '', retryable: true });
    const waitMs = firstMs + 60_000 - script.nowMs;
    expect(script.effects).toEqual([
      { type: 'wake', id: 'reconnect', minMs: waitMs, maxMs: waitMs },
    ]);
  });
});

describe('the meters', () => {
  it('keep the peak of each quarter of a second, and move on until all of them are past', () => {
    const script = new SessionScript().ready();
    script.effects = [];
    script.nowMs = 999;
    script.input({ type: 'meters', microphoneDb: -60, speakerDb: -60 });
    expect(script.effects).toEqual([]);
    script.input({ type: 'meters', microphoneDb: -20, speakerDb: -60 });
    script.input({ type: 'meters', microphoneDb: -28, speakerDb: -16 });
    expect(script.state.levels).toEqual([{ cell: 4, microphoneDb: -20, speakerDb: -16 }]);
    expect(script.effects).toEqual([{ type: 'wake', id: 'meters', minMs: 251, maxMs: 251 }]);
    let wakes = 0;
    for (; script.effects.some(({ type }) => type === 'wake'); wakes += 1) {
      script.effects = [];
      script.nowMs += 250;
      script.input({ type: 'woke', id: 'meters' });
    }
    // Eight cells show it, then it is gone.
    expect(wakes).toBe(9);
    expect(meterLevels(script.state, 'microphoneDb')).toEqual(Array(8).fill(-60));
  });
});

import { describe, expect, it } from 'vitest';
import { outageWords } from '../../src/session/connection/outage.js';
import { sessionLimitMinutes } from '../../src/session/connection/session-limit.js';
import type { SessionOptions, SessionState } from '../../src/session/state.js';
import { SessionScript } from '../helpers/session.js';

const startedAtMs = Date.UTC(2026, 10, 22);
const minuteMs = 60_000;

/** A session that ends `minutes` after the start of this program's clock, by the clock of the service. */
function sessionEnding(minutes: number): Record<string, unknown> {
  const expires_at = startedAtMs / 1000 + minutes * 60;
  return {
    id: 'sess_1',
    model: 'gpt-realtime',
    turn_detection: { type: 'server_vad' },
    expires_at,
  };
}

function begun(minutes = 60, options: Partial<SessionOptions> = {}): SessionScript {
  const script = new SessionScript({ startedAtMs, ...options }).ready();
  script.server({ type: 'session.updated', session: sessionEnding(minutes) });
  return script;
}

/** The wake of the rotation that runs: after how long. */
function wakeMs({ effects }: SessionScript): number | undefined {
  let delay: number | undefined;
  for (const effect of effects) {
    if (effect.type === 'wake' && effect.id === 'rotation') delay = effect.maxMs;
    if (effect.type === 'cancel-wake' && effect.id === 'rotation') delay = undefined;
  }
  return delay;
}

/** Lets the time of the wake come. */
function wake(script: SessionScript): void {
  const delay = wakeMs(script);
  if (delay === undefined) throw new Error('nothing is due');
  script.nowMs += delay;
  script.effects = [];
  script.input({ type: 'woke', id: 'rotation' });
}

function comeBack(script: SessionScript, minutes: number): void {
  script.input({ type: 'woke', id: 'reconnect' });
  script.input({ type: 'socket-open', attempt: 2 });
  script.server({ type: 'session.created', session: sessionEnding(minutes) });
  script.server({ type: 'session.updated', session: sessionEnding(minutes) });
}

function speechStarts(script: SessionScript): void {
  const speech = { item_id: 'item_u', audio_start_ms: 0 };
  script.server({ type: 'input_audio_buffer.speech_started', ...speech });
}

function notices({ transcript }: SessionState): readonly string[] {
  return transcript.flatMap((entry) => (entry.kind === 'notice' ? [entry.text] : []));
}

function localLines({ log }: SessionState): readonly string[] {
  return log.flatMap(({ direction, type, summary }) =>
    direction === 'local' ? [`${type} ${summary}`] : [],
  );
}

describe('a session that is about to reach its limit', () => {
  it('is renewed after two quiet seconds in its last ten minutes, and says so', () => {
    const script = begun();
    script.intent({ type: 'say', text: 'hello' });
    const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };
    script.server({ type: 'response.created', response: { id: 'resp_1' } });
    script.server({ type: 'response.text.done', ...place, text: 'Hello!' });
    script.server({ type: 'response.done', response: { id: 'resp_1', status: 'completed' } });
    wake(script);
    expect(script.nowMs).toBeCloseTo(50 * minuteMs, -2);
    expect(script.state.connection.phase).toBe('ready');
    expect(wakeMs(script)).toBe(2000);
    wake(script);
    expect(script.state.connection.phase).toBe('reconnecting');
    expect(outageWords(script.state)).toBe('renewing the session, attempt 1 of 5');
    script.effects = [];
    comeBack(script, 110);
    expect(script.sent()).toMatchObject([
      { type: 'session.update' },
      { item: { role: 'user', content: [{ text: 'hello' }] } },
      { item: { role: 'assistant', content: [{ text: 'Hello!' }] } },
    ]);
    expect(notices(script.state)).toEqual([
      'Session renewed before its limit of 60 min, after 0.0 s: 2 turns restored.',
    ]);
    expect(localLines(script.state)).toContain(
      'connection.renewed session renewed before its limit of 60 min',
    );
    expect(sessionLimitMinutes(script.state)).toBe(60);
  });

  it('is renewed again before the limit of the next connection', () => {
    const script = begun(30);
    wake(script);
    wake(script);
    script.effects = [];
    comeBack(script, 25 + 30);
    expect(script.state.connection.phase).toBe('ready');
    wake(script);
    wake(script);
    expect(script.nowMs).toBeCloseTo(50 * minuteMs, -4);
    expect(script.state.connection).toMatchObject({ phase: 'reconnecting', attempt: 2 });
  });

  it('is not renewed inside an utterance, a reply, or while a tool runs', () => {
    const script = begun(60, { approve: 'always' });
    speechStarts(script);
    wake(script);
    expect(wakeMs(script)).toBeCloseTo(9 * minuteMs, -2);
    const stop = { item_id: 'item_u', audio_end_ms: 500 };
    script.server({ type: 'input_audio_buffer.speech_stopped', ...stop });
    script.server({
      type: 'input_audio_buffer.committed',
      item_id: 'item_u',
      previous_item_id: null,
    });
    script.server({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: 'item_u',
      content_index: 0,
      transcript: 'Weather?',
    });
    script.speaking(1);
    expect(wakeMs(script)).toBeGreaterThan(8 * minuteMs);
    const at = { response_id: 'resp_1', item_id: 'item_c', output_index: 1, call_id: 'call_1' };
    const call = { name: 'get_weather', arguments: '{}' };
    script.server({ type: 'response.function_call_arguments.done', ...at, ...call });
    script.server({ type: 'response.done', response: { id: 'resp_1', status: 'completed' } });
    script.heard(1);
    expect(wakeMs(script)).toBeGreaterThan(8 * minuteMs);
    const finished = { callId: 'call_1', ok: true, output: '4', elapsedMs: 3 };
    script.input({ type: 'tool-finished', ...finished });
    script.server({ type: 'response.created', response: { id: 'resp_2' } });
    expect(wakeMs(script)).toBeGreaterThan(8 * minuteMs);
    script.server({ type: 'response.done', response: { id: 'resp_2', status: 'completed' } });
    expect(wakeMs(script)).toBe(2000);
  });

  it('waits for a voice that the service has not reported yet', () => {
    const script = begun();
    wake(script);
    script.input({ type: 'meters', microphoneDb: -20, speakerDb: -60 });
    expect(wakeMs(script)).toBeGreaterThan(8 * minuteMs);
    script.nowMs += 600;
    script.input({ type: 'meters', microphoneDb: -55, speakerDb: -60 });
    expect(wakeMs(script)).toBe(2000);
  });

  it('takes any moment between two turns in its last minute', () => {
    const script = begun();
    speechStarts(script);
    wake(script);
    wake(script);
    expect(script.nowMs).toBeCloseTo(59 * minuteMs, -2);
    expect(script.state.connection).toMatchObject({ phase: 'ready', renewal: 'overdue' });
    expect(wakeMs(script)).toBeUndefined();
    const stop = { item_id: 'item_u', audio_end_ms: 500 };
    // Its words are still to come: the turn is not over for the usual rule.
    script.server({ type: 'input_audio_buffer.speech_stopped', ...stop });
    expect(wakeMs(script)).toBe(0);
    wake(script);
    expect(script.state.connection.phase).toBe('reconnecting');
  });

  it('reconnects at its limit when there was no such moment, and says so', () => {
    const script = begun();
    speechStarts(script);
    wake(script);
    wake(script);
    const error = { type: 'invalid_request_error', code: 'session_expired', message: 'Too old.' };
    script.server({ type: 'error', error });
    expect(wakeMs(script)).toBeUndefined();
    const closed = { attempt: 1, code: 1000, reason: '', retryable: false } as const;
    script.input({ type: 'socket-closed', ...closed });
    expect(script.state.connection.phase).toBe('reconnecting');
    expect(notices(script.state)).toContain(
      'The session reached its time limit without a quiet moment to renew it. Reconnecting.',
    );
  });

  it.each([
    ['says nothing about its limit', 60, {}],
    ['has a clock that is far behind', -10, { startedAtMs }],
    ['must not reconnect', 60, { startedAtMs, maxRetries: 0 }],
  ])('is left alone where the service or the session %s', (_what, minutes, options) => {
    const script = new SessionScript(options).ready();
    script.server({ type: 'session.updated', session: sessionEnding(minutes) });
    expect(wakeMs(script)).toBeUndefined();
  });

  it('takes a limit beyond the documented one for a wrong clock', () => {
    const script = begun(120);
    expect(wakeMs(script)).toBeCloseTo(50 * minuteMs, -2);
  });

  it('may be renewed by hand meanwhile: an old wake changes nothing', () => {
    const script = begun();
    wake(script);
    script.intent({ type: 'reconnect' });
    expect(wakeMs(script)).toBeUndefined();
    const before = script.state.connection;
    script.input({ type: 'woke', id: 'rotation' });
    expect(script.state.connection).toEqual(before);
  });

  it('ends with its reason where it must not reconnect', () => {
    const script = begun(60, { maxRetries: 0 });
    const error = { type: 'invalid_request_error', code: 'session_expired', message: 'Too old.' };
    script.server({ type: 'error', error });
    const closed = { attempt: 1, code: 1001, reason: '', retryable: true } as const;
    script.input({ type: 'socket-closed', ...closed });
    expect(script.state.connection).toMatchObject({
      phase: 'closed',
      failure: {
        code: 'session-expired',
        exitCode: 1,
        sentence: 'The session with test reached its time limit and was closed (code 1001).',
        hint: 'The transcript and the recording are complete up to here. A longer conversation needs to reconnect: leave out --no-reconnect.',
      },
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { Intent } from '../../src/session/inputs.js';
import { activity, isSettled } from '../../src/session/selectors.js';
import { outageWords } from '../../src/session/connection/outage.js';
import type { SessionState, TranscriptEntry } from '../../src/session/state.js';
import { SessionScript } from '../helpers/session.js';

const session = { id: 'sess_2', model: 'gpt-realtime', turn_detection: { type: 'server_vad' } };
const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };

function lose(script: SessionScript, code = 1006, retryable = true): void {
  const { connection } = script.state;
  const attempt = 'attempt' in connection ? connection.attempt : 0;
  script.input({ type: 'socket-closed', attempt, code, reason: 'it was lost', retryable });
}

function attemptOf({ connection }: SessionState): number {
  return 'attempt' in connection ? connection.attempt : 0;
}

/** The next try, up to the open socket. */
function tryAgain(script: SessionScript): number {
  const attempt = attemptOf(script.state) + 1;
  script.input({ type: 'woke', id: 'reconnect' });
  script.input({ type: 'socket-open', attempt });
  return attempt;
}

function comeBack(script: SessionScript): readonly Record<string, unknown>[] {
  tryAgain(script);
  script.server({ type: 'session.created', session });
  script.server({ type: 'session.updated', session });
  return script.sent();
}

function refuse(script: SessionScript, retryable: boolean, exitCode = 1): void {
  const attempt = attemptOf(script.state) + 1;
  script.input({ type: 'woke', id: 'reconnect' });
  const failure = { code: 'connect-refused', sentence: 'test refused the connection.', exitCode };
  script.input({ type: 'socket-refused', attempt, failure, retryable });
}

/** A turn that was typed and answered in full. */
function answered(script: SessionScript, question: string, answer: string, n: number): void {
  script.intent({ type: 'say', text: question });
  const response = { id: `resp_${String(n)}`, status: 'completed' };
  const ids = { ...place, response_id: response.id, item_id: `item_${String(n)}` };
  script.server({ type: 'response.created', response });
  script.server({ type: 'response.text.delta', ...ids, delta: answer });
  script.server({ type: 'response.text.done', ...ids, text: answer });
  script.server({ type: 'response.done', response });
}

function called(script: SessionScript, callId: string): void {
  script.server({ type: 'response.created', response: { id: 'resp_c' } });
  const at = { ...place, response_id: 'resp_c', item_id: `item_${callId}`, call_id: callId };
  const done = { ...at, name: 'get_weather', arguments: '{"city":"Oslo"}' };
  script.server({ type: 'response.function_call_arguments.done', ...done });
  script.server({ type: 'response.done', response: { id: 'resp_c', status: 'completed' } });
}

function itemsOf(events: readonly Record<string, unknown>[]): readonly unknown[] {
  return events.flatMap((event) =>
    event['type'] === 'conversation.item.create' ? [event['item']] : [],
  );
}

function typesOf(events: readonly Record<string, unknown>[]): readonly unknown[] {
  return events.map((event) => event['type']);
}

function notices(state: SessionState): readonly string[] {
  return state.transcript.flatMap((entry) => (entry.kind === 'notice' ? [entry.text] : []));
}

function entriesOf(state: SessionState, kind: TranscriptEntry['kind']): readonly TranscriptEntry[] {
  return state.transcript.filter((entry) => entry.kind === kind);
}

describe('a connection that is lost', () => {
  it.each([1001, 1006, 1011, 1012, 1013])('is made again after code %i', (code) => {
    const script = new SessionScript().ready();
    lose(script, code);
    expect(script.effects).toEqual([{ type: 'wake', id: 'reconnect', minMs: 0, maxMs: 250 }]);
    expect(script.state.connection).toMatchObject({
      phase: 'reconnecting',
      attempt: 1,
      outage: { failures: 1, sinceMs: script.nowMs },
    });
    expect(activity(script.state)).toBe('reconnecting');
    expect(outageWords(script.state)).toBe('reconnecting, attempt 1 of 5');
  });

  it.each([1000, 1003, 1008])('is the end with code %i', (code) => {
    const script = new SessionScript().ready();
    lose(script, code, false);
    expect(script.state.connection).toMatchObject({ phase: 'closed', failure: { exitCode: 1 } });
    expect(script.effects.map(({ type }) => type)).toEqual(['disconnect', 'end']);
  });

  it('is the end for a session that never was ready', () => {
    const script = new SessionScript();
    script.input({ type: 'start' });
    script.input({ type: 'socket-open', attempt: 1 });
    lose(script);
    expect(script.state.connection).toMatchObject({ phase: 'closed', failure: { exitCode: 1 } });
  });

  it.each([1001, 1000])('is made again after code %i of a session that expired', (code) => {
    const script = new SessionScript().ready();
    const error = { type: 'invalid_request_error', code: 'session_expired', message: 'Too old.' };
    script.server({ type: 'error', error });
    lose(script, code, code === 1001);
    expect(script.state.connection.phase).toBe('reconnecting');
    expect(notices(script.state)).toContain('The session reached its time limit. Reconnecting.');
  });

  it('is given up after five tries in a row, each told with its number', () => {
    const script = new SessionScript().ready();
    lose(script);
    for (let failed = 1; failed <= 5; failed += 1) {
      expect(outageWords(script.state)).toBe(`reconnecting, attempt ${String(failed)} of 5`);
      refuse(script, true);
    }
    const waits = script.effects.flatMap((effect) => (effect.type === 'wake' ? [effect] : []));
    expect(waits.map(({ id, maxMs }) => [id, maxMs])).toEqual(
      [250, 1000, 2000, 4000, 8000].map((maxMs) => ['reconnect', maxMs]),
    );
    expect(script.state.connection).toMatchObject({
      phase: 'closed',
      failure: {
        code: 'connection-closed',
        exitCode: 1,
        sentence:
          'The connection to test was lost, and 5 attempts to reconnect failed; the last: test refused the connection.',
      },
    });
  });

  it.each([
    ['a quota refusal', 1],
    ['an authentication refusal', 3],
  ])('is not tried again after %s', (_what, exitCode) => {
    const script = new SessionScript().ready();
    lose(script);
    refuse(script, false, exitCode);
    expect(script.state.connection).toMatchObject({ phase: 'closed', failure: { exitCode } });
  });

  it('counts its tries anew after a success', () => {
    const script = new SessionScript().ready();
    lose(script);
    refuse(script, true);
    refuse(script, true);
    comeBack(script);
    lose(script);
    expect(script.effects.at(-1)).toMatchObject({ type: 'wake', id: 'reconnect', maxMs: 250 });
  });

  it('is tried again when the service fails or says nothing while it opens the session', () => {
    const script = new SessionScript().ready();
    lose(script);
    tryAgain(script);
    script.input({ type: 'woke', id: 'open-deadline' });
    tryAgain(script);
    script.server({ type: 'error', error: { type: 'server_error', message: 'not now' } });
    const fourth = tryAgain(script);
    lose(script);
    expect(script.state.connection).toMatchObject({
      phase: 'reconnecting',
      attempt: fourth,
      outage: { failures: 4 },
    });
  });

  it('is tried only by the timer of the try', () => {
    const script = new SessionScript().ready();
    expect(script.input({ type: 'woke', id: 'reconnect' })).toEqual([]);
    lose(script);
    const { connection } = script.state;
    for (const id of ['open-deadline', 'timeout', 'hang-over'] as const)
      expect(script.input({ type: 'woke', id })).toEqual([]);
    expect(script.state.connection).toEqual(connection);
    expect(script.input({ type: 'woke', id: 'reconnect' })).toContainEqual({
      type: 'connect',
      attempt: 2,
    });
    expect(script.input({ type: 'woke', id: 'reconnect' })).toEqual([]);
  });

  it('is the end of a session that has spent what it may', () => {
    const script = new SessionScript({ maxCostUsd: 0.000_001, mode: 'text' }).ready();
    script.server({ type: 'response.created', response: { id: 'resp_1' } });
    const usage = { total_tokens: 2000, input_tokens: 1000, output_tokens: 1000 };
    script.server({ type: 'response.created', response: { id: 'resp_2' } });
    script.server({ type: 'response.done', response: { id: 'resp_1', usage } });
    expect(script.state.connection.phase).toBe('ready');
    lose(script);
    expect(script.state.connection).toMatchObject({ phase: 'closed', failure: { exitCode: 1 } });
  });

  it('lets what an old socket still says change nothing', () => {
    const script = new SessionScript().ready().speaking(1);
    lose(script);
    script.flushed({
      itemId: 'item_1',
      contentIndex: 0,
      receivedSamples: 24_000,
      handedSamples: 0,
    });
    const before = script.state;
    script.server({ type: 'response.audio.delta', ...place, delta: 'AAAA' }, 24_000);
    script.server({ type: 'session.created', session });
    lose(script);
    expect(script.state.connection).toEqual(before.connection);
    expect(script.state.transcript).toEqual(before.transcript);
    comeBack(script);
    script.server({ type: 'response.audio.delta', ...place, delta: 'AAAA' }, 24_000);
    expect(script.state.playback.parts).toEqual([]);
    expect(script.state.response.droppedLateDeltas).toBe(1);
  });

  it('ends at once, and well, when the person quits', () => {
    const script = new SessionScript().ready();
    lose(script);
    script.effects = [];
    expect(script.intent({ type: 'quit' })).toEqual([
      { type: 'disconnect' },
      { type: 'end' },
      { type: 'cancel-wake', id: 'reconnect' },
    ]);
    expect(script.input({ type: 'woke', id: 'reconnect' })).toEqual([]);
  });
});

describe('a connection that is back', () => {
  it('asks for the same session, with what the person changed', () => {
    const script = new SessionScript().ready();
    const event = { type: 'session.update', session: { temperature: 0.7 } } as const;
    script.intent({ type: 'send-event', event });
    script.server({ type: 'session.updated', session });
    lose(script);
    script.effects = [];
    tryAgain(script);
    script.server({ type: 'session.created', session });
    expect(script.sent()).toEqual([
      { type: 'session.update', session: { modalities: ['text', 'audio'], temperature: 0.7 } },
    ]);
  });

  it('asks for the session of the start when the service refuses the later changes', () => {
    const script = new SessionScript().ready();
    const event = { type: 'session.update', session: { temperature: 0.7 } } as const;
    script.intent({ type: 'send-event', event });
    lose(script);
    tryAgain(script);
    script.server({ type: 'session.created', session });
    script.sent();
    const error = { type: 'invalid_request_error', message: 'no such temperature' };
    script.server({ type: 'error', error });
    expect(script.sent()).toEqual([
      { type: 'session.update', session: { modalities: ['text', 'audio'] } },
    ]);
    script.server({ type: 'error', error });
    expect(script.state.connection).toMatchObject({ phase: 'closed', failure: { exitCode: 2 } });
  });

  it('restores every finished turn once, in order, with role, type and the pairs of tool calls', () => {
    const script = new SessionScript({ approve: 'always' }).ready();
    answered(script, 'hello', 'Hello!', 1);
    script.intent({ type: 'say', text: 'weather?' });
    called(script, 'call_1');
    const finished = { callId: 'call_1', ok: true, output: '{"c":4}', elapsedMs: 3 };
    script.input({ type: 'tool-finished', ...finished });
    const ids = { ...place, response_id: 'resp_2', item_id: 'item_2' };
    script.server({ type: 'response.created', response: { id: 'resp_2' } });
    script.server({ type: 'response.text.done', ...ids, text: 'Four degrees.' });
    script.server({ type: 'response.done', response: { id: 'resp_2', status: 'completed' } });
    const [hello, weather] = entriesOf(script.state, 'user').map(({ key }) => key);
    for (const round of [1, 2]) {
      lose(script);
      script.effects = [];
      const sent = comeBack(script);
      expect(itemsOf(sent), `round ${String(round)}`).toEqual([
        {
          type: 'message',
          id: hello,
          role: 'user',
          content: [{ type: 'input_text', text: 'hello' }],
        },
        {
          type: 'message',
          id: 'item_1',
          role: 'assistant',
          content: [{ type: 'text', text: 'Hello!' }],
        },
        {
          type: 'message',
          id: weather,
          role: 'user',
          content: [{ type: 'input_text', text: 'weather?' }],
        },
        {
          type: 'function_call',
          call_id: 'call_1',
          name: 'get_weather',
          arguments: '{"city":"Oslo"}',
        },
        { type: 'function_call_output', call_id: 'call_1', output: '{"c":4}' },
        {
          type: 'message',
          id: 'item_2',
          role: 'assistant',
          content: [{ type: 'text', text: 'Four degrees.' }],
        },
      ]);
      expect(typesOf(sent)).not.toContain('response.create');
    }
    expect(notices(script.state).at(-1)).toMatch(
      /^The connection is back after 0\.0 s: 4 turns restored, 1 tool call restored\.$/,
    );
  });

  it('says once that it was lost and once that it is back', () => {
    const script = new SessionScript().ready();
    lose(script);
    refuse(script, true);
    script.nowMs += 1500;
    comeBack(script);
    expect(notices(script.state)).toEqual([
      'The connection to test was lost (code 1006): it was lost. Reconnecting.',
      'The connection is back after 1.5 s: 0 turns restored.',
    ]);
    const local = script.state.log.filter(({ direction }) => direction === 'local');
    expect(local.map(({ type, summary }) => `${type} ${summary}`)).toEqual([
      'connection.lost (code 1006): it was lost',
      'connection.try attempt 1 of 5',
      'connection.failed test refused the connection',
      'connection.try attempt 2 of 5',
      'connection.back after 1.5 s',
    ]);
  });

  it('restores spoken turns by their words, and says how many had none', () => {
    const script = new SessionScript().ready();
    const spoken = (itemId: string): void => {
      const start = { item_id: itemId, audio_start_ms: 0 };
      script.server({ type: 'input_audio_buffer.speech_started', ...start });
      const stop = { item_id: itemId, audio_end_ms: 500 };
      script.server({ type: 'input_audio_buffer.speech_stopped', ...stop });
      const at = { item_id: itemId, previous_item_id: null };
      script.server({ type: 'input_audio_buffer.committed', ...at });
    };
    spoken('item_a');
    script.server({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: 'item_a',
      content_index: 0,
      transcript: 'What time is it?',
    });
    spoken('item_b');
    lose(script);
    script.effects = [];
    expect(itemsOf(comeBack(script))).toEqual([
      {
        type: 'message',
        id: 'item_a',
        role: 'user',
        content: [{ type: 'input_text', text: 'What time is it?' }],
      },
    ]);
    expect(notices(script.state).at(-1)).toContain('1 turn restored, 1 turn skipped (no text)');
  });

  it('restores of an interrupted reply what was heard, and leaves out what was deleted', () => {
    const script = new SessionScript().ready().speaking(2).heard(1);
    lose(script);
    expect(script.state.response.active).toEqual({ phase: 'none' });
    const half = { itemId: 'item_1', contentIndex: 0, receivedSamples: 48_000 };
    script.effects = [];
    script.flushed({ ...half, handedSamples: 24_000 });
    expect(script.sent()).toEqual([]);
    expect(entriesOf(script.state, 'assistant')).toMatchObject([
      { final: true, cut: { heardMs: 1000, receivedMs: 2000 } },
    ]);
    const sent = comeBack(script);
    expect(itemsOf(sent)).toMatchObject([{ id: 'item_1', content: [{ text: 'One, two,' }] }]);
    // It was heard in part: saying it all again is for the person to ask.
    expect(typesOf(sent)).not.toContain('response.create');
    script.server({ type: 'conversation.item.deleted', item_id: 'item_1' });
    lose(script);
    script.effects = [];
    expect(itemsOf(comeBack(script))).toEqual([]);
  });

  it('restores what was heard so far when the speaker is slower than the connection', () => {
    const script = new SessionScript().ready().speaking(2).heard(1);
    lose(script);
    script.effects = [];
    expect(itemsOf(comeBack(script))).toMatchObject([{ content: [{ text: 'One, two,' }] }]);
    const half = { itemId: 'item_1', contentIndex: 0, receivedSamples: 48_000 };
    script.flushed({ ...half, handedSamples: 24_000 });
    expect(script.sent()).toEqual([]);
  });

  it('does not truncate what it told in words, though it still plays', () => {
    const script = new SessionScript().ready().speaking(2).heard(1);
    script.server({ type: 'response.audio_transcript.done', ...place, transcript: 'One, two' });
    script.server({ type: 'response.audio.done', ...place });
    script.server({ type: 'response.done', response: { id: 'resp_1', status: 'completed' } });
    lose(script);
    expect(script.state.playback).toMatchObject({ parts: [{ itemId: 'item_1' }] });
    expect(script.state.playback.flushing).toBeUndefined();
    comeBack(script);
    script.intent({ type: 'interrupt' });
    const half = { itemId: 'item_1', contentIndex: 0, receivedSamples: 48_000 };
    script.flushed({ ...half, handedSamples: 36_000 });
    expect(script.sent()).toEqual([]);
    expect(entriesOf(script.state, 'assistant')).toMatchObject([{ cut: { heardMs: 1500 } }]);
  });

  it.each([
    ['asked for', (): undefined => undefined],
    [
      'begun in text',
      (script: SessionScript) => {
        script.server({ type: 'response.created', response: { id: 'resp_1' } });
        script.server({ type: 'response.text.delta', ...place, delta: 'It is' });
      },
    ],
    [
      'received but not heard',
      (script: SessionScript) => {
        script.speaking(1);
      },
    ],
  ] as const)('asks a typed turn again whose answer was %s', (_what, happen) => {
    const script = new SessionScript().ready();
    script.intent({ type: 'say', text: 'what time is it' });
    happen(script);
    lose(script);
    script.effects = [];
    if (script.state.playback.flushing !== undefined) {
      script.flushed({ itemId: 'item_1', contentIndex: 0, receivedSamples: 9, handedSamples: 0 });
    }
    const sent = comeBack(script);
    expect(typesOf(sent)).toEqual([
      'session.update',
      'conversation.item.create',
      'response.create',
    ]);
    expect(itemsOf(sent)).toMatchObject([{ content: [{ text: 'what time is it' }] }]);
  });

  it('does not ask again what the person cancelled', () => {
    const script = new SessionScript().ready();
    script.intent({ type: 'say', text: 'what time is it' });
    script.intent({ type: 'interrupt' });
    lose(script);
    script.effects = [];
    expect(typesOf(comeBack(script))).toEqual(['session.update', 'conversation.item.create']);
  });

  it('sends turns that were typed meanwhile in their order, and asks for one answer', () => {
    const script = new SessionScript().ready();
    lose(script);
    script.effects = [];
    script.intent({ type: 'say', text: 'first' });
    script.intent({ type: 'say', text: 'second' });
    expect(script.sent()).toEqual([]);
    const sent = comeBack(script);
    expect(itemsOf(sent)).toMatchObject([
      { content: [{ text: 'first' }] },
      { content: [{ text: 'second' }] },
    ]);
    expect(typesOf(sent).filter((type) => type === 'response.create')).toHaveLength(1);
    expect(typesOf(sent).at(-1)).toBe('response.create');
  });

  it('asks for one answer to a turn that was open and one that was typed meanwhile', () => {
    const script = new SessionScript().ready();
    script.intent({ type: 'say', text: 'first' });
    lose(script);
    script.intent({ type: 'say', text: 'second' });
    script.effects = [];
    expect(typesOf(comeBack(script)).slice(-2)).toEqual([
      'conversation.item.create',
      'response.create',
    ]);
    expect(script.state.response).toMatchObject({
      active: { phase: 'requested', cancelled: false },
      queued: false,
    });
  });

  it('waits for no answer that the old connection owed', () => {
    const script = new SessionScript().ready();
    script.intent({ type: 'retrieve-item', id: 'item_1' });
    expect(isSettled(script.state)).toBe(false);
    lose(script);
    comeBack(script);
    expect(isSettled(script.state)).toBe(true);
  });

  it('says only once that --max-cost cannot be kept', () => {
    const script = new SessionScript({ maxCostUsd: 1, model: 'unheard-of' }).ready();
    lose(script);
    comeBack(script);
    expect(notices(script.state).filter((text) => text.includes('--max-cost'))).toHaveLength(1);
  });

  it('lets a question expire, and asks the turn again', () => {
    const script = new SessionScript().ready();
    script.intent({ type: 'say', text: 'weather?' });
    called(script, 'call_1');
    lose(script);
    expect(script.state.approval.calls).toEqual([]);
    expect(entriesOf(script.state, 'tool')).toMatchObject([{ phase: 'expired', lost: true }]);
    script.effects = [];
    const sent = comeBack(script);
    expect(itemsOf(sent)).toMatchObject([{ role: 'user' }]);
    expect(typesOf(sent).at(-1)).toBe('response.create');
  });

  it.each(['during', 'after'] as const)(
    'tells the output of a tool that ended %s the outage, and asks for the answer once',
    (when) => {
      const script = new SessionScript({ approve: 'always' }).ready();
      script.intent({ type: 'say', text: 'weather?' });
      called(script, 'call_1');
      lose(script);
      script.effects = [];
      const finish = (): void => {
        const finished = { callId: 'call_1', ok: true, output: 'mild', elapsedMs: 3 };
        script.input({ type: 'tool-finished', ...finished });
      };
      if (when === 'during') finish();
      expect(script.sent()).toEqual([]);
      const sent = [...comeBack(script)];
      if (when === 'after') {
        finish();
        sent.push(...script.sent());
      }
      expect(itemsOf(sent)).toMatchObject([
        { role: 'user' },
        { type: 'function_call', call_id: 'call_1' },
        { type: 'function_call_output', call_id: 'call_1', output: 'mild' },
      ]);
      expect(typesOf(sent).filter((type) => type === 'response.create')).toHaveLength(1);
      expect(typesOf(sent).at(-1)).toBe('response.create');
    },
  );

  it('waits for a tool that runs before it asks, also when its response was not over', () => {
    const script = new SessionScript({ approve: 'always' }).ready();
    script.intent({ type: 'say', text: 'weather?' });
    script.server({ type: 'response.created', response: { id: 'resp_c' } });
    const at = { ...place, response_id: 'resp_c', call_id: 'call_1', name: 'get_weather' };
    script.server({ type: 'response.function_call_arguments.done', ...at, arguments: '{}' });
    lose(script);
    script.effects = [];
    expect(typesOf(comeBack(script))).not.toContain('response.create');
    const finished = { callId: 'call_1', ok: true, output: 'mild', elapsedMs: 3 };
    script.input({ type: 'tool-finished', ...finished });
    expect(typesOf(script.sent())).toEqual(['conversation.item.create', 'response.create']);
  });

  it('gives items an id that a client may give, where the service gave a longer one', () => {
    const script = new SessionScript().ready();
    const long = `item_${'x'.repeat(40)}`;
    const ids = { ...place, item_id: long };
    script.server({ type: 'response.created', response: { id: 'resp_1' } });
    script.server({ type: 'response.text.done', ...ids, text: 'Hello!' });
    script.server({ type: 'response.done', response: { id: 'resp_1', status: 'completed' } });
    lose(script);
    script.effects = [];
    const [item] = itemsOf(comeBack(script));
    expect(JSON.stringify(item)).toMatch(/"id":"vl_item_\d+"/);
    expect(entriesOf(script.state, 'assistant')).toHaveLength(1);
  });

  it('restores the newest 400,000 characters of a conversation that is longer, and says so', () => {
    const script = new SessionScript().ready();
    for (const n of [1, 2, 3, 4, 5, 6])
      answered(script, `turn ${String(n)}`, 'x'.repeat(90_000), n);
    lose(script);
    script.effects = [];
    const sent = comeBack(script);
    expect(JSON.stringify(sent).length).toBeLessThan(410_000);
    expect(itemsOf(sent).at(0)).toMatchObject({ content: [{ text: 'turn 3' }] });
    expect(notices(script.state).at(-1)).toContain('8 turns restored, 4 older entries skipped');
  });

  it('says how much of the microphone was dropped, and counts it', () => {
    const script = new SessionScript().ready();
    lose(script);
    comeBack(script);
    script.input({ type: 'append-dropped', samples: 30_000, outage: true });
    expect(script.state.counters.droppedAppendSamples).toBe(30_000);
    expect(notices(script.state).at(-1)).toContain('Dropped 1250 ms of microphone audio');
  });

  it('finds the moments of speech in the audio of its own connection', () => {
    const script = new SessionScript().ready();
    script.append(100);
    lose(script);
    comeBack(script);
    script.append(50);
    const stopAtMs = script.nowMs;
    script.append(50);
    const at = { item_id: 'item_a', audio_start_ms: 0 };
    script.server({ type: 'input_audio_buffer.speech_started', ...at });
    const stop = { item_id: 'item_a', audio_end_ms: 1000 };
    script.server({ type: 'input_audio_buffer.speech_stopped', ...stop });
    expect(script.state.latency.current.speechEndMs).toBe(stopAtMs);
  });
});

describe('the keys while the connection is lost', () => {
  const keys: readonly Intent[] = [
    { type: 'cancel' },
    { type: 'truncate' },
    { type: 'clear-input' },
    { type: 'talk-start' },
    { type: 'talk-send' },
    { type: 'talk-discard' },
    { type: 'commit' },
    { type: 'interrupt' },
    { type: 'list-items' },
    { type: 'retrieve-item', id: 'item_1' },
    { type: 'delete-item', id: 'item_1' },
    { type: 'decide', callId: 'call_1', decision: 'once' },
  ];

  it.each(keys.map((intent) => [intent.type, intent] as const))(
    '%s sends nothing and says why, once',
    (_name, intent) => {
      const script = new SessionScript().ready();
      lose(script);
      const before = notices(script.state).length;
      script.effects = [];
      script.intent(intent);
      script.intent(intent);
      expect(script.sent()).toEqual([]);
      expect(notices(script.state)).toHaveLength(before + 1);
    },
  );

  it('x lets go of what the microphone heard meanwhile', () => {
    const script = new SessionScript().ready();
    lose(script);
    expect(script.intent({ type: 'clear-input' })).toEqual([{ type: 'forget-microphone' }]);
  });

  it.each(['interrupt', 'truncate'] as const)('%s stops what still plays', (type) => {
    const script = new SessionScript().ready().speaking(2).heard(1);
    script.server({ type: 'response.audio_transcript.done', ...place, transcript: 'One, two' });
    script.server({ type: 'response.audio.done', ...place });
    script.server({ type: 'response.done', response: { id: 'resp_1', status: 'completed' } });
    lose(script);
    script.effects = [];
    expect(script.intent({ type })).toEqual([{ type: 'flush', flushId: 1 }]);
    const half = { itemId: 'item_1', contentIndex: 0, receivedSamples: 48_000 };
    script.flushed({ ...half, handedSamples: 24_000 });
    expect(script.sent()).toEqual([]);
    expect(itemsOf(comeBack(script))).toMatchObject([{ content: [{ text: 'One,' }] }]);
  });

  it('a turn by push-to-talk that was open is given up, and says so', () => {
    const script = new SessionScript({ mode: 'push-to-talk' }).ready(null);
    script.intent({ type: 'talk-start' });
    script.append(20);
    lose(script);
    expect(script.state.input).toEqual({ phase: 'idle' });
    expect(notices(script.state).at(-1)).toBe('What you said was not sent. Say it again.');
  });

  it('a picture that was read meanwhile is read again for the new session', () => {
    const script = new SessionScript().ready();
    script.intent({ type: 'show-image', source: 'cat.png' });
    lose(script);
    script.input({ type: 'image-read', path: 'cat.png', url: 'data:image/png;base64,AAAA' });
    script.effects = [];
    tryAgain(script);
    script.server({ type: 'session.created', session });
    script.server({ type: 'session.updated', session });
    expect(script.effects).toContainEqual({ type: 'read-image', path: 'cat.png' });
  });
});

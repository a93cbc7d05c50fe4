import { describe, expect, it } from 'vitest';
import { SessionScript } from '../helpers/session.js';

const session = { id: 'sess_1', model: 'gpt-realtime' };

describe('connecting', () => {
  it('sends the wanted session once it is created, and is ready when it is applied', () => {
    const script = new SessionScript();
    expect(script.input({ type: 'start' })).toEqual([{ type: 'connect', attempt: 1 }]);
    script.input({ type: 'socket-open', attempt: 1 });
    script.server({ type: 'session.created', session });
    expect(script.sent()).toEqual([
      { type: 'session.update', session: { modalities: ['text', 'audio'] } },
    ]);
    script.server({ type: 'session.updated', session });
    expect(script.state.connection.phase).toBe('ready');
  });

  it('takes an error before session.created as the refusal, with its own text', () => {
    const script = new SessionScript();
    script.input({ type: 'start' });
    script.input({ type: 'socket-open', attempt: 1 });
    const effects = script.server({
      type: 'error',
      error: {
        type: 'invalid_request_error',
        code: 'invalid_model',
        message: 'Model gpt-9 is not supported in this region.',
      },
    });
    expect(effects).toMatchObject([
      { type: 'disconnect' },
      {
        type: 'end',
        failure: {
          code: 'invalid_model',
          exitCode: 1,
          sentence: 'The service refused the session: Model gpt-9 is not supported in this region.',
        },
      },
      { type: 'cancel-wake', id: 'open-deadline' },
    ]);
  });

  it('ends with exit code 2 when the service refuses the session options', () => {
    const script = new SessionScript();
    script.input({ type: 'start' });
    script.input({ type: 'socket-open', attempt: 1 });
    script.server({ type: 'session.created', session });
    script.server({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'no such voice', param: 'session.voice' },
    });
    expect(script.state.connection).toMatchObject({ phase: 'closed', failure: { exitCode: 2 } });
  });

  it('ignores what an older attempt still says', () => {
    const script = new SessionScript().ready();
    script.input({ type: 'socket-closed', attempt: 0, code: 1006, reason: '', retryable: true });
    expect(script.state.connection.phase).toBe('ready');
  });

  it('says why the connection ended and lets nothing wait for an answer', () => {
    const script = new SessionScript().ready();
    script.server({ type: 'response.created', response: { id: 'resp_1' } });
    script.server({
      type: 'response.function_call_arguments.done',
      response_id: 'resp_1',
      item_id: 'item_1',
      output_index: 0,
      call_id: 'call_1',
      name: 'get_weather',
      arguments: '{}',
    });
    script.input({
      type: 'socket-closed',
      attempt: 1,
      code: 1008,
      reason: 'policy',
      retryable: false,
    });
    expect(script.state.connection).toMatchObject({ phase: 'closed', failure: { exitCode: 1 } });
    expect(script.state.approval.calls).toEqual([]);
    expect(script.state.transcript).toMatchObject([{ kind: 'tool', phase: 'expired' }]);
  });
});

describe('what the session does not know', () => {
  it('keeps an unknown event in the log and goes on', () => {
    const script = new SessionScript().ready();
    script.input({
      type: 'unknown-event',
      name: 'response.hologram.delta',
      raw: { type: 'response.hologram.delta' },
      bytes: 40,
    });
    expect(script.state.log.at(-1)).toMatchObject({
      type: 'response.hologram.delta',
      direction: 'in',
    });
    expect(script.state.connection.phase).toBe('ready');
  });

  it('tells of malformed events once, counts them all, and goes on', () => {
    const script = new SessionScript().ready();
    script.input({ type: 'malformed-event', reason: 'not JSON', bytes: 3 });
    script.input({ type: 'malformed-event', reason: 'not JSON', bytes: 3 });
    expect(script.state.counters.malformedEvents).toBe(2);
    expect(script.state.transcript.filter((entry) => entry.kind === 'notice')).toHaveLength(1);
    expect(script.state.connection.phase).toBe('ready');
  });
});

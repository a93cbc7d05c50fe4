import { describe, expect, it } from 'vitest';
import type { SessionOptions } from '../../src/session/state.js';
import { SessionScript } from '../helpers/session.js';

function ready(options: Partial<SessionOptions> = {}): SessionScript {
  const session = new SessionScript({ runnableTools: ['get_weather', 'get_time'], ...options });
  session.ready();
  session.server({ type: 'response.created', response: { id: 'resp_1' } });
  return session;
}

function call(
  session: SessionScript,
  callId: string,
  { name = 'get_weather', responseId = 'resp_1' } = {},
): readonly string[] {
  const effects = session.server({
    type: 'response.function_call_arguments.done',
    response_id: responseId,
    item_id: `item_${callId}`,
    output_index: 0,
    call_id: callId,
    name,
    arguments: '{}',
  });
  return effects.map((effect) => effect.type);
}

function finish(session: SessionScript, callId: string, ok = true): void {
  session.input({ type: 'tool-finished', callId, ok, output: 'four', elapsedMs: 7 });
}

function endResponse(session: SessionScript, id = 'resp_1'): void {
  session.server({ type: 'response.done', response: { id, status: 'completed' } });
}

const outputOf = (callId: string, output: string) => ({
  type: 'conversation.item.create',
  item: { type: 'function_call_output', call_id: callId, output },
});

describe('a call that is reported again', () => {
  it('runs once', () => {
    const session = ready({ approve: 'always' });
    expect(call(session, 'call_1')).toEqual(['run-tool']);
    expect(call(session, 'call_1')).toEqual([]);
    finish(session, 'call_1');
    expect(call(session, 'call_1')).toEqual([]);
  });

  it('is not asked about again after it was denied', () => {
    const session = ready();
    call(session, 'call_1');
    session.intent({ type: 'decide', callId: 'call_1', decision: 'deny' });
    call(session, 'call_1');
    expect(session.state.approval.calls).toEqual([]);
  });

  it('is another call when its id is another', () => {
    const session = ready({ approve: 'always' });
    expect([...call(session, 'call_1'), ...call(session, 'call_2')]).toEqual([
      'run-tool',
      'run-tool',
    ]);
  });
});

describe('the result of a tool', () => {
  it('stands in the transcript', () => {
    const session = ready({ approve: 'always' });
    call(session, 'call_1');
    call(session, 'call_2');
    finish(session, 'call_1');
    finish(session, 'call_2', false);
    expect(session.state.transcript).toMatchObject([
      { callId: 'call_1', phase: 'done', output: 'four', elapsedMs: 7 },
      { callId: 'call_2', phase: 'failed', output: 'four', elapsedMs: 7 },
    ]);
  });

  it('is sent once, with an id of our own, and only for a call that runs', () => {
    const session = ready();
    call(session, 'call_1');
    endResponse(session);
    finish(session, 'call_1');
    finish(session, 'never_called');
    expect(session.sent()).toEqual([]);
    session.intent({ type: 'decide', callId: 'call_1', decision: 'once' });
    session.sent();
    finish(session, 'call_1');
    const [effect] = session.effects;
    expect(effect?.type === 'send' && effect.event.event_id).toMatch(/^vl_event_\d+$/);
    expect(session.sent()).toEqual([outputOf('call_1', 'four'), { type: 'response.create' }]);
    finish(session, 'call_1');
    expect(session.sent()).toEqual([]);
  });

  it('is answered although a call of another response still waits', () => {
    const session = ready();
    call(session, 'call_1');
    endResponse(session);
    session.server({ type: 'response.created', response: { id: 'resp_2' } });
    call(session, 'call_2', { responseId: 'resp_2' });
    endResponse(session, 'resp_2');
    session.intent({ type: 'decide', callId: 'call_2', decision: 'once' });
    session.sent();
    finish(session, 'call_2');
    expect(session.sent()).toEqual([outputOf('call_2', 'four'), { type: 'response.create' }]);
    expect(session.state.approval.calls).toMatchObject([{ callId: 'call_1', phase: 'waiting' }]);
  });
});

describe('a grant for the session', () => {
  it('does not run again what runs already', () => {
    const session = ready();
    call(session, 'call_1');
    call(session, 'call_2');
    session.intent({ type: 'decide', callId: 'call_1', decision: 'once' });
    const effects = session.intent({ type: 'decide', callId: 'call_2', decision: 'session' });
    expect(effects).toMatchObject([{ type: 'run-tool', callId: 'call_2' }]);
  });

  it('does not cover another tool', () => {
    const session = ready();
    call(session, 'call_1');
    session.intent({ type: 'decide', callId: 'call_1', decision: 'session' });
    expect(call(session, 'call_2', { name: 'get_time' })).toEqual([]);
  });
});

describe('the policy', () => {
  it('approves the named functions and asks about the others', () => {
    const session = ready({ approve: ['get_time', 'other'] });
    expect(call(session, 'call_1', { name: 'get_time' })).toEqual(['run-tool']);
    expect(call(session, 'call_2')).toEqual([]);
    expect(session.state.approval.calls).toMatchObject([
      { name: 'get_time', phase: 'running' },
      { name: 'get_weather', phase: 'waiting' },
    ]);
  });

  it.each([
    [{ approve: 'never' }, 'get_weather', 'Tool calls are disabled (--approve never).'],
    [{ canAsk: false }, 'get_weather', 'No approval was possible.'],
    [{ approve: 'always' }, 'rm_rf', 'This client has no tool named rm_rf.'],
  ] as const)('%j denies %s with the reason', (options, name, error) => {
    const session = ready(options);
    expect(call(session, 'call_1', { name })).toEqual([]);
    endResponse(session);
    expect(session.sent()).toEqual([
      outputOf('call_1', JSON.stringify({ error })),
      { type: 'response.create' },
    ]);
  });
});

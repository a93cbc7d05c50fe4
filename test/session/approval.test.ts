import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Intent } from '../../src/session/inputs.js';
import { currentApproval, waitingApprovals } from '../../src/session/selectors.js';
import { SessionScript } from '../helpers/session.js';

function call(
  session: SessionScript,
  callId: string,
  name = 'get_weather',
): readonly { type: string }[] {
  return session.server({
    type: 'response.function_call_arguments.done',
    response_id: 'resp_1',
    item_id: `item_${callId}`,
    output_index: 0,
    call_id: callId,
    name,
    arguments: '{"city":"Oslo"}',
  });
}

function begun(options = {}): SessionScript {
  const session = new SessionScript(options).ready();
  session.server({ type: 'response.created', response: { id: 'resp_1' } });
  return session;
}

const responseDone = { type: 'response.done', response: { id: 'resp_1', status: 'completed' } };
const output = (callId: string, text: string) => ({
  type: 'conversation.item.create',
  item: { type: 'function_call_output', call_id: callId, output: text },
});

describe('tool approval', () => {
  it('runs nothing before the person agrees', () => {
    const session = begun();
    expect(call(session, 'call_1')).toEqual([]);
    expect(currentApproval(session.state)).toMatchObject({ callId: 'call_1', name: 'get_weather' });
    expect(session.intent({ type: 'decide', callId: 'call_1', decision: 'once' })).toEqual([
      { type: 'run-tool', callId: 'call_1', name: 'get_weather', arguments: '{"city":"Oslo"}' },
    ]);
  });

  it('sends the output after the response is done, then asks for the answer', () => {
    const session = begun({ approve: 'always' });
    call(session, 'call_1');
    session.input({
      type: 'tool-finished',
      callId: 'call_1',
      ok: true,
      output: '4 degrees',
      elapsedMs: 12,
    });
    expect(session.sent()).toEqual([]);
    session.server(responseDone);
    expect(session.sent()).toEqual([output('call_1', '4 degrees'), { type: 'response.create' }]);
  });

  it('asks for one answer after the outputs of several calls', () => {
    const session = begun({ approve: 'always' });
    call(session, 'call_1');
    call(session, 'call_2');
    session.server(responseDone);
    session.input({
      type: 'tool-finished',
      callId: 'call_2',
      ok: true,
      output: 'two',
      elapsedMs: 1,
    });
    expect(session.sent()).toEqual([output('call_2', 'two')]);
    session.input({
      type: 'tool-finished',
      callId: 'call_1',
      ok: true,
      output: 'one',
      elapsedMs: 1,
    });
    expect(session.sent()).toEqual([output('call_1', 'one'), { type: 'response.create' }]);
    expect(session.state.approval.calls).toEqual([]);
  });

  it('grants a tool for the session, waiting calls of it included', () => {
    const session = begun();
    call(session, 'call_1');
    call(session, 'call_2');
    session.intent({ type: 'decide', callId: 'call_1', decision: 'session' });
    expect(session.effects.map((effect) => effect.type)).toEqual(['run-tool', 'run-tool']);
    expect(call(session, 'call_3').map((effect) => effect.type)).toEqual(['run-tool']);
  });

  it('tells the model when the person says no', () => {
    const session = begun();
    call(session, 'call_1');
    session.intent({ type: 'decide', callId: 'call_1', decision: 'deny' });
    session.server(responseDone);
    expect(session.sent()[0]).toEqual(
      output('call_1', '{"error":"The user denied this tool call."}'),
    );
  });

  it('denies where nobody can be asked, and names the way to allow it', () => {
    const session = begun({ canAsk: false });
    expect(call(session, 'call_1')).toEqual([]);
    const notice = session.state.transcript.find((entry) => entry.kind === 'notice');
    expect(notice).toMatchObject({ level: 'warning' });
    expect(notice?.kind === 'notice' && notice.text).toContain('--approve get_weather');
    expect(waitingApprovals(session.state)).toBe(0);
  });

  it('denies a tool that this program does not have', () => {
    const session = begun({ approve: 'always' });
    expect(call(session, 'call_1', 'rm_rf')).toEqual([]);
  });

  it('runs a call at most once and never without a grant, whatever the order of calls and answers', () => {
    const intents: fc.Arbitrary<Intent> = fc.record({
      type: fc.constant('decide' as const),
      callId: fc.constantFrom('call_1', 'call_2', 'call_3'),
      decision: fc.constantFrom('once' as const, 'deny' as const),
    });
    const steps = fc.array(fc.oneof(intents, fc.constantFrom('call_1', 'call_2', 'call_3')), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(steps, (script) => {
        const session = begun();
        const waiting = new Set<string>();
        const seen = new Set<string>();
        for (const step of script) {
          if (typeof step === 'string') {
            const effects = call(session, step);
            expect(effects).toEqual([]);
            if (!seen.has(step)) waiting.add(step);
            seen.add(step);
            continue;
          }
          const effects = session.intent(step);
          const runs = effects.filter((effect) => effect.type === 'run-tool');
          const granted =
            step.type === 'decide' && step.decision === 'once' && waiting.has(step.callId);
          expect(runs).toHaveLength(granted ? 1 : 0);
          if (step.type === 'decide') waiting.delete(step.callId);
        }
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { turnParts } from '../../src/session/metrics/turn-parts.js';
import { currentApproval, isSettled, lastAnswerMs } from '../../src/session/selectors.js';
import { SessionScript } from '../helpers/session.js';

const item = {
  id: 'item_call',
  type: 'mcp_call',
  server_label: 'files',
  name: 'read',
  arguments: '',
};
const question = {
  id: 'mcpr_1',
  type: 'mcp_approval_request',
  server_label: 'files',
  name: 'read',
  arguments: '{"path":"a"}',
};
const place = { response_id: 'resp_1', output_index: 0 };

/** A response that wants to call a tool of an MCP server, up to its end. */
function asked(): SessionScript {
  const session = new SessionScript().ready();
  session.server({ type: 'response.created', response: { id: 'resp_1' } });
  session.server({ type: 'response.output_item.added', ...place, item });
  session.server({ type: 'conversation.item.created', item });
  session.server({
    type: 'response.mcp_call_arguments.done',
    ...place,
    item_id: 'item_call',
    arguments: '{"path":"a"}',
  });
  session.server({ type: 'conversation.item.created', item: question });
  session.server({ type: 'response.done', response: { id: 'resp_1', status: 'completed' } });
  return session;
}

const answer = (approve: boolean): object => ({
  type: 'conversation.item.create',
  item: { type: 'mcp_approval_response', approval_request_id: 'mcpr_1', approve },
});

describe('a call of an MCP tool', () => {
  it('is one line of the transcript from the first word of it to its output', () => {
    const session = asked();
    expect(session.state.transcript).toMatchObject([
      { kind: 'tool', server: 'files', name: 'read', arguments: '{"path":"a"}', phase: 'waiting' },
    ]);
    session.intent({ type: 'decide', callId: 'mcpr_1', decision: 'once' });
    expect(session.sent()).toEqual([answer(true)]);
    expect(isSettled(session.state)).toBe(false);
    session.server({
      type: 'response.mcp_call.in_progress',
      item_id: 'item_call',
      output_index: 0,
    });
    session.server({ type: 'response.mcp_call.completed', item_id: 'item_call', output_index: 0 });
    const done = { ...item, approval_request_id: 'mcpr_1', output: 'text of a' };
    session.server({ type: 'response.output_item.done', ...place, item: done });
    expect(session.sent()).toEqual([{ type: 'response.create' }]);
    expect(session.state.transcript).toMatchObject([
      { kind: 'tool', phase: 'done', output: 'text of a' },
    ]);
  });

  it('is asked about with the arguments of its item when the question has none', () => {
    const session = new SessionScript().ready();
    session.server({ type: 'response.created', response: { id: 'resp_1' } });
    session.server({ type: 'response.output_item.added', ...place, item });
    const streamed = { ...place, item_id: 'item_call', arguments: '{"path":"a"}' };
    session.server({ type: 'response.mcp_call_arguments.done', ...streamed });
    session.server({
      type: 'conversation.item.created',
      item: { ...question, arguments: undefined },
    });
    expect(currentApproval(session.state)?.arguments).toBe('{"path":"a"}');
  });

  it('is not covered by the approval of a tool whose server and name only join to the same text', () => {
    const session = new SessionScript().ready();
    const ask = (id: string, server_label: string, name: string): void => {
      const asking = { ...question, id, server_label, name };
      session.server({ type: 'conversation.item.created', item: asking });
    };
    ask('mcpr_1', 'files', 'read/all');
    session.intent({ type: 'decide', callId: 'mcpr_1', decision: 'session' });
    ask('mcpr_2', 'files/read', 'all');
    expect(currentApproval(session.state)?.callId).toBe('mcpr_2');
    ask('mcpr_3', 'files', 'read/all');
    expect(session.state.approval.calls.some(({ callId }) => callId === 'mcpr_3')).toBe(false);
  });

  it('stays one line when the service makes a new item for the approved call', () => {
    const session = asked();
    session.intent({ type: 'decide', callId: 'mcpr_1', decision: 'once' });
    const again = { ...item, id: 'item_other', approval_request_id: 'mcpr_1' };
    session.server({ type: 'conversation.item.created', item: again });
    session.server({ type: 'response.mcp_call.failed', item_id: 'item_other', output_index: 0 });
    session.server({
      type: 'response.output_item.done',
      ...place,
      item: { ...again, error: { message: 'no such file' } },
    });
    const tools = session.state.transcript.filter((entry) => entry.kind === 'tool');
    expect(tools).toMatchObject([{ phase: 'failed', output: 'no such file' }]);
  });

  it('is over also when the service ends it under an id that it never told', () => {
    const session = asked();
    session.intent({ type: 'decide', callId: 'mcpr_1', decision: 'once' });
    session.server({ type: 'response.mcp_call.completed', item_id: 'item_new', output_index: 0 });
    const tools = session.state.transcript.filter((entry) => entry.kind === 'tool');
    expect(tools).toMatchObject([{ name: 'read', phase: 'done' }]);
  });

  it('is answered after a denial, once, although the service then says that the call failed', () => {
    const session = asked();
    session.intent({ type: 'decide', callId: 'mcpr_1', decision: 'deny' });
    expect(session.sent()).toEqual([answer(false), { type: 'response.create' }]);
    session.server({ type: 'response.mcp_call.failed', item_id: 'item_call', output_index: 0 });
    expect(session.sent()).toEqual([]);
    expect(session.state.transcript).toMatchObject([{ kind: 'tool', phase: 'denied' }]);
  });

  it('is asked about once, however often its request is reported', () => {
    const session = asked();
    session.intent({ type: 'decide', callId: 'mcpr_1', decision: 'once' });
    session.sent();
    session.server({ type: 'conversation.item.done', item: question });
    session.server({ type: 'conversation.item.retrieved', item: question });
    expect(session.state.approval.calls).toEqual([]);
    expect(session.sent()).toEqual([]);
  });
});

describe('the answer time of a turn with a tool', () => {
  it('counts to its answer, with the decision of the user and the tool as one part', () => {
    const session = new SessionScript({ mode: 'text' }).ready();
    session.intent({ type: 'say', text: 'weather?' });
    session.server({ type: 'response.created', response: { id: 'resp_1' } });
    session.server({
      type: 'response.function_call_arguments.done',
      ...place,
      item_id: 'item_call',
      call_id: 'call_1',
      name: 'get_weather',
      arguments: '{}',
    });
    session.server({ type: 'response.done', response: { id: 'resp_1' } });
    session.nowMs += 60_000;
    session.intent({ type: 'decide', callId: 'call_1', decision: 'once' });
    session.nowMs += 5000;
    session.input({
      type: 'tool-finished',
      callId: 'call_1',
      ok: true,
      output: '4 degrees',
      elapsedMs: 5000,
    });
    session.server({ type: 'response.created', response: { id: 'resp_2' } });
    session.nowMs += 100;
    session.server({
      type: 'response.text.delta',
      response_id: 'resp_2',
      item_id: 'item_2',
      output_index: 0,
      content_index: 0,
      delta: 'Four.',
    });
    expect(lastAnswerMs(session.state)).toBe(65_107);
    expect(turnParts(session.state)?.parts).toContainEqual({ word: 'tool', ms: 65_003 });
    expect(session.state.latency.answerMs).toHaveLength(1);
  });
});

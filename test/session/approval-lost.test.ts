import { describe, expect, it } from 'vitest';
import type { TranscriptEntry } from '../../src/session/state.js';
import { SessionScript } from '../helpers/session.js';

type ToolEntry = Extract<TranscriptEntry, { kind: 'tool' }>;

/** A session with a call in every state, none of whose responses is over. */
function busy(): SessionScript {
  const session = new SessionScript().ready();
  session.intent({ type: 'say', text: 'hello' });
  session.server({ type: 'response.created', response: { id: 'resp_1' } });
  const item = { type: 'function_call', name: 'get_weather', arguments: '', status: 'in_progress' };
  const place = { response_id: 'resp_1', output_index: 0 };
  const streaming = { ...item, id: 'item_s', call_id: 'streaming' };
  session.server({ type: 'response.output_item.added', ...place, item: streaming });
  for (const callId of ['done', 'running', 'waiting'])
    session.server({
      type: 'response.function_call_arguments.done',
      ...place,
      item_id: `item_${callId}`,
      call_id: callId,
      name: 'get_weather',
      arguments: '{}',
    });
  const mcp = { type: 'mcp_approval_request', server_label: 'files', name: 'read', arguments: '' };
  for (const id of ['asked', 'approved'])
    session.server({ type: 'conversation.item.created', item: { ...mcp, id } });
  session.intent({ type: 'decide', callId: 'done', decision: 'once' });
  session.intent({ type: 'decide', callId: 'running', decision: 'once' });
  session.intent({ type: 'decide', callId: 'approved', decision: 'once' });
  finish(session, 'done');
  return session;
}

function finish(session: SessionScript, callId: string): void {
  session.input({ type: 'tool-finished', callId, ok: true, output: 'four', elapsedMs: 5 });
}

function lose(session: SessionScript): void {
  const closed = { attempt: 1, code: 1006, reason: '', retryable: true };
  session.input({ type: 'socket-closed', ...closed });
}

function toolOf(session: SessionScript, id: string): ToolEntry | undefined {
  return session.state.transcript.find(
    (entry): entry is ToolEntry => entry.kind === 'tool' && entry.callId === id,
  );
}

describe('calls when the connection is lost', () => {
  it('expire where they wait, and fail where only the service could finish them', () => {
    const session = busy();
    lose(session);
    const expired = { phase: 'expired', output: 'the connection was lost', lost: true };
    const failed = { phase: 'failed', output: 'the connection was lost', lost: true };
    expect(toolOf(session, 'waiting')).toMatchObject(expired);
    expect(toolOf(session, 'asked')).toMatchObject(expired);
    expect(toolOf(session, 'streaming')).toMatchObject(failed);
    expect(toolOf(session, 'approved')).toMatchObject(failed);
  });

  it('stay as they are where they run here, or are over', () => {
    const session = busy();
    const before = ['running', 'done'].map((id) => toolOf(session, id));
    lose(session);
    expect(['running', 'done'].map((id) => toolOf(session, id))).toEqual(before);
    expect(session.state.approval.calls).toMatchObject([{ callId: 'running' }]);
  });

  it('leave what was said alone', () => {
    const session = busy();
    const said = session.state.transcript.filter((entry) => entry.kind === 'user');
    lose(session);
    expect(session.state.transcript.filter((entry) => entry.kind === 'user')).toEqual(said);
  });

  it('are forgotten one by one as they end', () => {
    const session = busy();
    session.intent({ type: 'decide', callId: 'waiting', decision: 'once' });
    lose(session);
    finish(session, 'running');
    expect(session.state.approval.calls).toMatchObject([{ callId: 'waiting', phase: 'running' }]);
    expect(toolOf(session, 'running')).toMatchObject({ phase: 'done', output: 'four' });
  });
});

describe('calls when the session ends', () => {
  it('expire, but for those that were answered', () => {
    const session = busy();
    const before = toolOf(session, 'done');
    session.intent({ type: 'quit' });
    const expired = { phase: 'expired', output: 'the session ended' };
    expect(toolOf(session, 'waiting')).toMatchObject(expired);
    expect(toolOf(session, 'running')).toMatchObject({ ...expired, phase: 'failed' });
    expect(toolOf(session, 'done')).toEqual(before);
    expect(session.state.approval.calls).toEqual([]);
  });
});

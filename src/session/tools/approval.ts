import { changed } from '../change-state.js';
import type { Decision } from '../inputs.js';
import { areToolsSpent, maxToolRoundsOf, requestToolAnswer } from '../turn/repeats.js';
import { sendWhenQuiet } from '../turn/response.js';
import type { ApprovalState, PendingCall, SessionState, TranscriptEntry } from '../state.js';
import { chain, noEffects, takeId, type Step } from '../step.js';
import { addNotice, changeTool, grow } from '../log/transcript.js';
import { approvalName, covers, isSameTool } from './tool-name.js';

/** Calls that may wait at once; a model that floods is denied beyond that. */
const maxCalls = 32;

function withApproval(state: SessionState, change: Partial<ApprovalState>): SessionState {
  return changed(state, { approval: { ...state.approval, ...change } });
}

function setPhase(state: SessionState, callId: string, phase: PendingCall['phase']): SessionState {
  return withApproval(state, {
    calls: state.approval.calls.map((call) => (call.callId === callId ? { ...call, phase } : call)),
  });
}

/** A complete call came: decide by policy, or ask the user. */
export function callArrived(state: SessionState, arrived: Omit<PendingCall, 'phase'>): Step {
  // A call that is reported twice runs once.
  const known = state.transcript.find(
    (entry) => entry.kind === 'tool' && entry.callId === arrived.callId,
  );
  if (known?.kind === 'tool' && known.phase !== 'streaming') return noEffects(state);
  const call: PendingCall = { ...arrived, phase: 'waiting' };
  const { calls } = state.approval;
  const tooMany = calls.length >= maxCalls;
  const next = changeTool(
    tooMany ? state : withApproval(state, { calls: [...calls, call] }),
    call,
    (entry) => ({ ...entry, arguments: grow('', call.arguments), phase: 'waiting' }),
  );
  const { approve, canAsk, runnableTools } = state.options;
  if (call.kind === 'function' && !runnableTools.includes(call.name)) {
    return refuse(next, call, `This client has no tool named ${call.name}.`);
  }
  if (tooMany) return refuse(next, call, 'Too many tool calls at once.');
  if (areToolsSpent(state)) {
    const limit = `--max-tool-rounds ${String(maxToolRoundsOf(state))}`;
    return refuse(next, call, `Too many tool calls in a row (${limit}).`);
  }
  if (approve === 'never') return refuse(next, call, 'Tool calls are disabled (--approve never).');
  const named = typeof approve !== 'string' && approve.some((entry) => covers(entry, call));
  const granted = state.approval.granted.some((tool) => isSameTool(tool, call));
  if (approve === 'always' || named || granted) return allow(next, call);
  if (canAsk) return noEffects(next);
  return refuse(
    addNotice(
      next,
      'warning',
      `Tool call ${call.name} denied: no approval is possible here. Allow it with --approve ${approvalName(call)}.`,
    ),
    call,
    'No approval was possible.',
  );
}

/** The user's answer. Only the call it names, only once, only while it waits. */
export function decide(state: SessionState, callId: string, decision: Decision): Step {
  const call = state.approval.calls.find((pending) => pending.callId === callId);
  if (call?.phase !== 'waiting') return noEffects(state);
  if (decision === 'deny') return refuse(state, call, 'The user denied this tool call.');
  if (decision === 'once') return allow(state, call);
  const { name, server } = call;
  const granted = withApproval(state, { granted: [...state.approval.granted, { name, server }] });
  const covered = granted.approval.calls.filter(
    (pending) => pending.phase === 'waiting' && isSameTool(pending, call),
  );
  return chain(
    granted,
    ...covered.map((pending) => (current: SessionState) => allow(current, pending)),
  );
}

function allow(state: SessionState, call: PendingCall): Step {
  const running = changeTool(setPhase(state, call.callId, 'running'), call, (entry) => ({
    ...entry,
    phase: 'running',
  }));
  if (call.kind === 'mcp') return answerApproval(running, call, true);
  return {
    state: running,
    effects: [
      { type: 'run-tool', callId: call.callId, name: call.name, arguments: call.arguments },
    ],
  };
}

function refuse(state: SessionState, call: PendingCall, reason: string): Step {
  const denied = changeTool(state, call, (entry) => ({
    ...entry,
    phase: 'denied',
    output: reason,
  }));
  // After a denial the model is asked to go on: the service does not do so by itself.
  if (call.kind === 'mcp')
    return chain(denied, (current) => answerApproval(current, call, false), requestToolAnswer);
  return answerCall(denied, call, JSON.stringify({ error: reason }));
}

/** The service runs MCP tools itself: it only waits for our word. */
function answerApproval(state: SessionState, call: PendingCall, approve: boolean): Step {
  const { id, state: next } = takeId(setPhase(state, call.callId, 'answered'), 'event');
  return sendWhenQuiet({
    type: 'conversation.item.create',
    event_id: id,
    item: { type: 'mcp_approval_response', approval_request_id: call.callId, approve },
  })(forgetAnswered(next, call.responseId));
}

/** A function tool has run. */
export function toolFinished(
  state: SessionState,
  result: {
    readonly callId: string;
    readonly ok: boolean;
    readonly output: string;
    readonly elapsedMs: number;
  },
): Step {
  const call = state.approval.calls.find((pending) => pending.callId === result.callId);
  if (call?.phase !== 'running') return noEffects(state);
  const done = changeTool(state, call, (entry) => ({
    ...entry,
    phase: result.ok ? 'done' : 'failed',
    output: result.output,
    elapsedMs: result.elapsedMs,
  }));
  const { connection } = done;
  // Call and output are restored together once the connection is back, and then the turn is asked again.
  if ('outage' in connection) {
    const calls = done.approval.calls.filter((other) => other !== call);
    const outage = { ...connection.outage, unanswered: true };
    return noEffects(
      withApproval(changed(done, { connection: { ...connection, outage } }), { calls }),
    );
  }
  return answerCall(done, call, result.output);
}

/** Sends a call's output; when it was the last open call of its response, asks for the answer. */
function answerCall(state: SessionState, call: PendingCall, output: string): Step {
  const { id, state: next } = takeId(setPhase(state, call.callId, 'answered'), 'event');
  const open = next.approval.calls.some(
    (other) => other.responseId === call.responseId && other.phase !== 'answered',
  );
  return chain(
    forgetAnswered(next, call.responseId),
    sendWhenQuiet({
      type: 'conversation.item.create',
      event_id: id,
      item: { type: 'function_call_output', call_id: call.callId, output },
    }),
    (current) => (open ? noEffects(current) : requestToolAnswer(current)),
  );
}

/** Answered calls are forgotten once every call of their response is: until then they count as its calls. */
function forgetAnswered(state: SessionState, responseId: string): SessionState {
  const calls = state.approval.calls;
  const settled = calls.every(
    (call) => call.responseId !== responseId || call.phase === 'answered',
  );
  return settled
    ? withApproval(state, { calls: calls.filter((call) => call.responseId !== responseId) })
    : state;
}

/** What the transcript says of calls that were open when the connection was lost. */
const lostWords = 'the connection was lost';

/**
 * The connection is lost but may come back: questions expire with it, and so does what the service runs. A tool that runs
 * here continues; its output is sent when the connection is back.
 */
export function loseCalls(state: SessionState): SessionState {
  const running = state.approval.calls.filter(
    (call) => call.kind === 'function' && call.phase === 'running',
  );
  const waiting = state.approval.calls.filter((call) => call.phase === 'waiting');
  const isOf = (calls: readonly PendingCall[], callId: string): boolean =>
    calls.some((call) => call.callId === callId);
  const transcript = state.transcript.map((entry): TranscriptEntry => {
    if (entry.kind !== 'tool' || isOf(running, entry.callId)) return entry;
    if (isOf(waiting, entry.callId) || isOf(waiting, entry.approvalId ?? ''))
      return { ...entry, phase: 'expired', output: lostWords, lost: true };
    const open = ['streaming', 'waiting', 'running'].includes(entry.phase);
    return open ? { ...entry, phase: 'failed', output: lostWords, lost: true } : entry;
  });
  return withApproval(changed(state, { transcript }), { calls: running });
}

/** The connection is gone: nothing that waits can be answered any more. */
export function expireCalls(state: SessionState): SessionState {
  const expired = state.approval.calls.reduce(
    (current, call) =>
      call.phase === 'answered'
        ? current
        : changeTool(current, call, (entry) => ({
            ...entry,
            phase: call.phase === 'waiting' ? 'expired' : 'failed',
            output: 'the session ended',
          })),
    state,
  );
  return withApproval(expired, { calls: [] });
}

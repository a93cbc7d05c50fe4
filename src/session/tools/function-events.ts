import type { ResponseItem, ServerEvent } from '../../protocol/generated/types.js';
import { callArrived } from './approval.js';
import { dropLateDelta, isStale } from '../turn/response.js';
import { markToolCall } from '../metrics/latency.js';
import type { SessionState } from '../state.js';
import { noEffects, type Step } from '../step.js';
import { changeTool, grow } from '../log/transcript.js';

type EventOf<Type extends ServerEvent['type']> = Extract<ServerEvent, { type: Type }>;

/** The model begins to call a function of this program. */
export function functionBegan(
  state: SessionState,
  item: Extract<ResponseItem, { type: 'function_call' }>,
): SessionState {
  return changeTool(state, { callId: item.call_id, name: item.name }, (entry) => entry);
}

/** A piece of its arguments. */
export function functionArguments(
  state: SessionState,
  event: EventOf<'response.function_call_arguments.delta'>,
): SessionState {
  if (isStale(state, event.response_id)) return dropLateDelta(state);
  return changeTool(state, { callId: event.call_id, name: '' }, (entry) => ({
    ...entry,
    arguments: grow(entry.arguments, event.delta),
  }));
}

/** The call is complete: it may run, or has to be asked about. */
export function functionComplete(
  state: SessionState,
  event: EventOf<'response.function_call_arguments.done'>,
): Step {
  if (isStale(state, event.response_id)) return noEffects(state);
  const begun = state.transcript.find(
    (entry) => entry.kind === 'tool' && entry.callId === event.call_id,
  );
  const name = event.name ?? (begun?.kind === 'tool' ? begun.name : '');
  return callArrived(markToolCall(state), {
    kind: 'function',
    callId: event.call_id,
    name,
    arguments: event.arguments,
    responseId: event.response_id,
  });
}

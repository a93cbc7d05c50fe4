import type { ResponseItem, ServerEvent } from '../protocol/generated/types.js';
import { callArrived } from './approval.js';
import { configured, opened, serverError } from './connection.js';
import { markCreated, markFirstText } from './latency.js';
import { audioArrived, audioComplete, flush, truncationConfirmed } from './playback.js';
import { dropLateDelta, isStale, responseCreated, responseDone, wantResponse } from './response.js';
import type { SessionState } from './state.js';
import { chain, stay, type Step } from './step.js';
import { addNotice, changeAssistant, changeTool, changeUser, grow } from './transcript.js';
import { committed, speechStarted, speechStopped } from './turn.js';
import { bookUsage } from './usage.js';

type EventOf<Type extends ServerEvent['type']> = Extract<ServerEvent, { type: Type }>;

/** What an event of the service means for the session. Events with no meaning here are only logged. */
export function onServerEvent(state: SessionState, event: ServerEvent, audioSamples: number): Step {
  switch (event.type) {
    case 'session.created':
      return opened(state, event.session);
    case 'session.updated':
      return configured(state, event.session);
    case 'error':
      return serverError(state, event);
    case 'warning':
      return stay(addNotice(state, 'warning', `The service warns: ${event.warning.message}`));
    case 'input_audio_buffer.speech_started':
      return speechStarted(state, event.item_id);
    case 'input_audio_buffer.speech_stopped':
      return stay(speechStopped(state, event.item_id, event.audio_end_ms));
    case 'input_audio_buffer.committed':
      return stay(committed(state, event.item_id));
    case 'input_audio_buffer.cleared':
      return stay({ ...state, input: { phase: 'idle' } });
    case 'conversation.item.created':
    case 'conversation.item.retrieved':
      return event.item ? itemCreated(state, event.item) : stay(state);
    case 'conversation.item.truncated':
      return stay(truncationConfirmed(state, event.item_id, event.audio_end_ms));
    case 'conversation.item.input_audio_transcription.delta': {
      const { delta } = event;
      return stay(
        changeUser(state, event.item_id, (entry) =>
          entry.phase === 'final' ? entry : { ...entry, text: grow(entry.text, delta ?? '') },
        ),
      );
    }
    case 'conversation.item.input_audio_transcription.completed':
      return stay(
        changeUser(state, event.item_id, (entry) => ({
          ...entry,
          text: event.transcript.trim(),
          phase: 'final',
        })),
      );
    case 'conversation.item.input_audio_transcription.failed': {
      const text = `(not transcribed: ${event.error.message})`;
      return stay(
        changeUser(state, event.item_id, (entry) => ({ ...entry, text, phase: 'final' })),
      );
    }
    case 'response.created':
      return responseCreated(markCreated(state), event.response.id ?? '');
    case 'response.output_item.added':
      return event.item?.type === 'function_call'
        ? stay(callBegan(state, event.response_id, event.item))
        : stay(state);
    case 'response.text.delta':
    case 'response.audio_transcript.delta':
      return stay(textArrived(state, event));
    case 'response.text.done':
      return stay(textComplete(state, event, event.text));
    case 'response.audio_transcript.done':
      return stay(textComplete(state, event, event.transcript));
    case 'response.audio.delta':
      if (isStale(state, event.response_id)) return stay(dropLateDelta(state));
      return audioArrived(state, {
        itemId: event.item_id,
        contentIndex: event.content_index,
        responseId: event.response_id,
        samples: audioSamples,
      });
    case 'response.audio.done':
      return audioComplete(state, { itemId: event.item_id, contentIndex: event.content_index });
    case 'response.function_call_arguments.delta': {
      const call = { callId: event.call_id, name: '' };
      return isStale(state, event.response_id)
        ? stay(dropLateDelta(state))
        : stay(
            changeTool(state, call, (entry) => ({
              ...entry,
              arguments: grow(entry.arguments, event.delta),
            })),
          );
    }
    case 'response.function_call_arguments.done':
      return callComplete(state, event);
    case 'response.mcp_call.completed':
    case 'response.mcp_call.failed':
      return mcpCallEnded(state, event.item_id, event.type === 'response.mcp_call.completed');
    case 'response.done':
      return onResponseDone(state, event);
    default:
      return stay(state);
  }
}

function itemCreated(state: SessionState, item: ResponseItem): Step {
  if (item.type === 'mcp_approval_request' && item.id !== undefined) {
    return callArrived(state, {
      kind: 'mcp',
      callId: item.id,
      name: item.name,
      server: item.server_label,
      arguments: item.arguments ?? '',
      responseId: item.id,
    });
  }
  if (item.type !== 'message' || item.role !== 'user' || item.id === undefined) return stay(state);
  const texts = (item.content ?? []).flatMap((part) => {
    if (part.type === 'input_text') return [part.text ?? ''];
    return part.type === 'input_audio' && part.transcript ? [part.transcript] : [];
  });
  const typed = (item.content ?? []).every((part) => part.type !== 'input_audio');
  if (texts.length === 0) return stay(state);
  return stay(
    changeUser(state, item.id, (entry) =>
      entry.phase === 'final'
        ? entry
        : { ...entry, text: texts.join(' ').trim(), phase: 'final', typed },
    ),
  );
}

type TextDelta = EventOf<'response.text.delta'> | EventOf<'response.audio_transcript.delta'>;
type TextDone = EventOf<'response.text.done'> | EventOf<'response.audio_transcript.done'>;

function textArrived(state: SessionState, event: TextDelta): SessionState {
  if (isStale(state, event.response_id)) return dropLateDelta(state);
  const ids = { itemId: event.item_id, responseId: event.response_id };
  return changeAssistant(markFirstText(state), ids, (entry) => ({
    ...entry,
    text: grow(entry.text, event.delta),
  }));
}

function textComplete(state: SessionState, event: TextDone, text: string): SessionState {
  if (isStale(state, event.response_id)) return state;
  const ids = { itemId: event.item_id, responseId: event.response_id };
  return changeAssistant(state, ids, (entry) =>
    entry.cut ? entry : { ...entry, text, final: true },
  );
}

function callBegan(
  state: SessionState,
  responseId: string,
  item: Extract<ResponseItem, { type: 'function_call' }>,
): SessionState {
  if (isStale(state, responseId)) return state;
  return changeTool(state, { callId: item.call_id, name: item.name }, (entry) => entry);
}

function callComplete(
  state: SessionState,
  event: EventOf<'response.function_call_arguments.done'>,
): Step {
  if (isStale(state, event.response_id)) return stay(state);
  const begun = state.transcript.find(
    (entry) => entry.kind === 'tool' && entry.callId === event.call_id,
  );
  const name = event.name ?? (begun?.kind === 'tool' ? begun.name : '');
  return callArrived(state, {
    kind: 'function',
    callId: event.call_id,
    name,
    arguments: event.arguments,
    responseId: event.response_id,
  });
}

/** After an MCP call the service waits for the client to ask for the answer (live tests of the .NET SDK). */
function mcpCallEnded(state: SessionState, itemId: string, ok: boolean): Step {
  const next = ok ? state : addNotice(state, 'warning', `The MCP call ${itemId} failed.`);
  return wantResponse(next);
}

function onResponseDone(state: SessionState, { response }: EventOf<'response.done'>): Step {
  const details = response.status_details;
  let next = bookUsage(state, response.usage);
  if (details?.type === 'failed') {
    next = addNotice(
      next,
      'error',
      `The response failed: ${details.error?.message ?? 'no reason given'}`,
    );
  } else if (details?.type === 'incomplete') {
    next = addNotice(next, 'warning', `The response is incomplete: ${details.reason}`);
  }
  const settled: SessionState = {
    ...next,
    transcript: next.transcript.map((entry) =>
      entry.kind === 'assistant' && entry.responseId === response.id && !entry.final
        ? { ...entry, final: true }
        : entry,
    ),
  };
  const cancelled = response.status === 'cancelled';
  return chain(
    settled,
    // A response cancelled by the service for a reason of its own: what is queued belongs to a reply that is no more.
    (current) =>
      cancelled && !isStale(current, response.id ?? '') ? flush(current, true) : stay(current),
    (current) => responseDone(current, response.id ?? ''),
  );
}

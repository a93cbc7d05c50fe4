import { changed } from './change-state.js';
import type { ResponseItem, ServerEvent } from '../protocol/generated/types.js';
import { configured, opened, serverError } from './connection/connection.js';
import { functionBegan, functionArguments, functionComplete } from './tools/function-events.js';
import type { Input } from './inputs.js';
import { forgetItem, itemRetrieved, noteAnswer, noteItem } from './commands/items.js';
import { markCreated } from './metrics/latency.js';
import { audioArrived, audioComplete, truncationConfirmed } from './playback/playback.js';
import * as remote from './tools/remote.js';
import * as tools from './tools/remote-tools.js';
import {
  annotated,
  messageComplete,
  partComplete,
  replyDone,
  textArrived,
  textComplete,
} from './turn/reply-events.js';
import { withdrawItem } from './turn/retry.js';
import { dropLateDelta, isFinished, isStale, responseCreated } from './turn/response.js';
import { blendshapesArrived, visemeArrived, wordArrived } from './playback/speech-marks.js';
import type { SessionState } from './state.js';
import { chain, noEffects, type Step } from './step.js';
import { addNotice, changeUser, markDeleted, showSystemMessage } from './log/transcript.js';
import { committed, speechStarted, speechStopped } from './turn/turn.js';
import { notTranscribed, transcribed, transcriptionGrew } from './turn/user-events.js';

type ServerInput = Extract<Input, { type: 'server' }>;

/** What an event of the service changes, apart from its line in the log. */
export function onServerEvent(state: SessionState, input: ServerInput): Step {
  const { event } = input;
  const errorOf = event.type === 'error' ? event.error.event_id : undefined;
  return meaningOf(noteAnswer(state, event.type, errorOf), event, input);
}

function meaningOf(state: SessionState, event: ServerEvent, input: ServerInput): Step {
  switch (event.type) {
    case 'session.created':
      return opened(state, event.session);
    case 'session.updated':
      return configured(state, event.session, input.raw['session']);
    case 'error':
      return serverError(state, event);
    case 'warning': {
      const { message, code } = event.warning;
      const text = `Warning from the service: ${message}${code === undefined ? '' : ` (${code})`}`;
      return noEffects(addNotice(state, 'warning', text));
    }
    case 'rate_limits.updated':
      return noEffects(remote.rateLimitsUpdated(state, event));

    case 'input_audio_buffer.speech_started':
      return speechStarted(state, event.item_id);
    case 'input_audio_buffer.speech_stopped':
      return noEffects(speechStopped(state, event.item_id, event.audio_end_ms));
    case 'input_audio_buffer.committed':
      return noEffects(committed(state, event.item_id));
    case 'input_audio_buffer.cleared':
      return noEffects(changed(state, { input: { phase: 'idle' } }));
    case 'conversation.item.input_audio_transcription.delta':
      return noEffects(transcriptionGrew(state, event));
    case 'conversation.item.input_audio_transcription.completed':
      return noEffects(transcribed(state, event));
    case 'conversation.item.input_audio_transcription.failed':
      return noEffects(notTranscribed(state, event));

    case 'conversation.item.created':
    case 'conversation.item.done':
      return event.item ? itemReported(state, event.item) : noEffects(state);
    case 'conversation.item.retrieved':
      return noEffects(event.item ? itemRetrieved(state, event.item) : state);
    case 'conversation.item.truncated':
      return noEffects(truncationConfirmed(state, event.item_id, event.audio_end_ms));
    case 'conversation.item.deleted':
      return noEffects(itemDeleted(state, event.item_id));

    case 'response.created':
      return responseCreated(markCreated(state, event.response.id ?? ''), event.response.id ?? '');
    case 'response.output_item.added':
      return event.item ? outputReported(state, event.item, event.response_id) : noEffects(state);
    case 'response.output_item.done':
      return event.item
        ? outputReported(
            messageComplete(state, event.item, event.response_id),
            event.item,
            event.response_id,
          )
        : noEffects(state);
    case 'response.content_part.added':
      // The reply is shown when its first word comes; until then the log says that it began.
      return noEffects(state);
    case 'response.content_part.done':
      return noEffects(partComplete(state, event));
    case 'response.text.delta':
    case 'response.audio_transcript.delta':
      return noEffects(textArrived(state, event));
    case 'response.text.done':
      return noEffects(textComplete(state, event, event.text));
    case 'response.audio_transcript.done':
      return noEffects(textComplete(state, event, event.transcript));
    case 'response.audio_transcript.annotation.added':
      return noEffects(annotated(state, event));
    case 'response.audio.delta':
      if (isStale(state, event.response_id) || isFinished(state, event.response_id))
        return noEffects(dropLateDelta(state));
      return audioArrived(state, {
        itemId: event.item_id,
        contentIndex: event.content_index,
        responseId: event.response_id,
        samples: input.audioSamples,
      });
    case 'response.audio.done':
      return audioComplete(state, { itemId: event.item_id, contentIndex: event.content_index });
    case 'response.done':
      return replyDone(state, event);

    case 'response.audio_timestamp.delta':
      return noEffects(isStale(state, event.response_id) ? state : wordArrived(state, event));
    case 'response.animation_viseme.delta':
      return noEffects(isStale(state, event.response_id) ? state : visemeArrived(state, event));
    case 'response.animation_blendshapes.delta':
      return noEffects(
        isStale(state, event.response_id) ? state : blendshapesArrived(state, event),
      );
    case 'response.audio_timestamp.done':
    case 'response.animation_viseme.done':
    case 'response.animation_blendshapes.done':
      // The tracks follow the played samples: their end changes nothing.
      return noEffects(state);
    case 'response.video.delta':
    case 'response.invocation.delta':
      // The event log shows them; a recording keeps the video.
      return noEffects(state);

    case 'response.function_call_arguments.delta':
      return noEffects(functionArguments(state, event));
    case 'response.function_call_arguments.done':
      return functionComplete(state, event);
    case 'mcp_list_tools.in_progress':
      return noEffects(tools.listingPhase(state, event.item_id, 'listing'));
    case 'mcp_list_tools.completed':
      return noEffects(tools.listingPhase(state, event.item_id, 'ready'));
    case 'mcp_list_tools.failed':
      return noEffects(tools.listingPhase(state, event.item_id, 'failed'));
    case 'response.mcp_call_arguments.delta':
    case 'response.foundry_agent_call_arguments.delta':
      return noEffects(tools.remoteArguments(state, event));
    case 'response.mcp_call_arguments.done':
    case 'response.foundry_agent_call_arguments.done':
      return noEffects(tools.remoteArgumentsDone(state, event));
    case 'response.mcp_call.in_progress':
      return noEffects(tools.mcpCallPhase(state, event.item_id, 'running'));
    case 'response.mcp_call.completed':
      return tools.mcpCallEnded(state, event.item_id, true);
    case 'response.mcp_call.failed':
      return tools.mcpCallEnded(state, event.item_id, false);
    case 'response.web_search_call.in_progress':
    case 'response.web_search_call.searching':
      return noEffects(tools.remoteCallPhase(state, call(event, 'web_search'), 'running'));
    case 'response.web_search_call.completed':
      return noEffects(tools.remoteCallPhase(state, call(event, 'web_search'), 'done'));
    case 'response.file_search_call.in_progress':
    case 'response.file_search_call.searching':
      return noEffects(tools.remoteCallPhase(state, call(event, 'file_search'), 'running'));
    case 'response.file_search_call.completed':
      return noEffects(tools.remoteCallPhase(state, call(event, 'file_search'), 'done'));
    case 'response.foundry_agent_call.in_progress':
      return noEffects(tools.remoteCallPhase(state, call(event, 'agent'), 'running'));
    case 'response.foundry_agent_call.completed':
      return noEffects(tools.remoteCallPhase(state, call(event, 'agent'), 'done'));
    case 'response.foundry_agent_call.failed':
      return noEffects(tools.remoteCallPhase(state, call(event, 'agent'), 'failed'));

    case 'session.avatar.connecting':
      return noEffects(remote.avatarConnecting(state));
    case 'session.avatar.switch_to_speaking':
      return noEffects(remote.avatarSwitched(state, 'speaking'));
    case 'session.avatar.switch_to_idle':
      return noEffects(remote.avatarSwitched(state, 'idle'));
    case 'output_audio_buffer.started':
      return noEffects(remote.outputBuffer(state, 'playing'));
    case 'output_audio_buffer.stopped':
      return noEffects(remote.outputBuffer(state, 'stopped'));
    case 'output_audio_buffer.cleared':
      return noEffects(remote.outputBuffer(state, 'cleared'));
    case 'rtc.call.sdp.created':
      return noEffects(remote.callCreated(state, event));
    case 'rtc.call.error':
      return noEffects(remote.callFailed(state, event));
  }
}

function call(event: { readonly item_id: string }, name: string): { itemId: string; name: string } {
  return { itemId: event.item_id, name };
}

/** An item as the service reports it: created, done or as part of a response. */
function itemReported(before: SessionState, item: ResponseItem): Step {
  const state = noteItem(before, item);
  if (tools.isRemoteCall(item)) return noEffects(tools.remoteCall(state, item));
  switch (item.type) {
    case 'mcp_list_tools':
      return noEffects(tools.toolsListed(state, item));
    case 'mcp_approval_request':
      return tools.approvalRequested(state, item);
    case 'message':
      return noEffects(messageReported(state, item));
    default:
      return noEffects(state);
  }
}

/** An item of a response. A call of a response that was cancelled is not shown. */
function outputReported(state: SessionState, item: ResponseItem, responseId: string): Step {
  if (state.response.withdrawn.includes(responseId)) return withdrawItem(state, item.id);
  if (isStale(state, responseId)) return noEffects(noteItem(state, item));
  return chain(
    state,
    (current) => itemReported(current, item),
    (current) => noEffects(item.type === 'function_call' ? functionBegan(current, item) : current),
  );
}

function messageReported(
  state: SessionState,
  item: Extract<ResponseItem, { type: 'message' }>,
): SessionState {
  if (item.id === undefined || item.role === 'assistant') return state;
  const content = item.content ?? [];
  const texts = content.flatMap((part) => {
    if (part.type === 'input_text') return [part.text ?? ''];
    if (part.type === 'input_image') return ['(image)'];
    return part.type === 'input_audio' && part.transcript ? [part.transcript] : [];
  });
  if (texts.length === 0) return state;
  if (item.role === 'system') return showSystemMessage(state, item.id, texts.join(' ').trim());
  const typed = content.every((part) => part.type !== 'input_audio');
  const isImage = content.every((part) => part.type === 'input_image');
  return changeUser(state, item.id, (entry) =>
    entry.phase === 'final'
      ? entry
      : {
          ...entry,
          text: texts.join(' ').trim(),
          phase: 'final',
          typed,
          ...(isImage ? { wordless: true } : {}),
        },
  );
}

/** The item was deleted. One that we deleted because nobody heard it is already shown as such. */
function itemDeleted(before: SessionState, itemId: string): SessionState {
  const state = markDeleted(forgetItem(before, itemId), itemId);
  const isShown = state.transcript.some(
    (entry) => entry.kind === 'assistant' && entry.itemId === itemId && entry.cut?.deleted,
  );
  if (state.remote.withdrawn.includes(itemId)) return state;
  return isShown ? state : addNotice(state, 'info', `Item ${itemId} was deleted.`);
}

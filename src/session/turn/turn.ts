import { changed } from '../change-state.js';
import { activeTurnDetection } from '../../protocol/turn-detection.js';
import type { MessageContentPart } from '../../protocol/generated/types.js';
import {
  markCommitted,
  markSpeechStopped,
  markTalkEnd,
  startTurn,
  startTypedTurn,
} from '../metrics/latency.js';
import { flush, forgetUnheard, isSounding } from '../playback/playback.js';
import { countFromZero } from './repeats.js';
import {
  activeResponseId,
  cancelResponse,
  expectServerCancel,
  markStale,
  wantResponse,
} from './response.js';
import type { SessionState } from '../state.js';
import { chain, noEffects, takeId, type Step } from '../step.js';
import { addNotice, changeUser } from '../log/transcript.js';
import { samplesToMs } from '../units.js';

/** The service refuses to commit less than this much audio (`input_audio_buffer_commit_empty`, measured). */
const minCommitMs = 100;

function turnDetection(
  state: SessionState,
): { interrupts: boolean; truncates: boolean } | undefined {
  const detection = activeTurnDetection(state.reportedSession);
  if (detection === undefined) return undefined;
  const truncates = 'auto_truncate' in detection && (detection.auto_truncate ?? false);
  return { interrupts: detection.interrupt_response !== false, truncates };
}

/** Push-to-talk begins and interrupts the reply. Within the hang-over, the turn continues. */
export function talkStart(state: SessionState): Step {
  const { input } = state;
  if (input.phase === 'capturing' && input.releasedMs !== undefined)
    return noEffects(changed(state, { input: { ...input, releasedMs: undefined } }));
  if (input.phase !== 'idle' || state.options.mode === 'text') return noEffects(state);
  return chain(state, interrupt, (current) =>
    noEffects(
      changed(startTurn(current), {
        input: { phase: 'capturing', by: 'key', sinceMs: current.nowMs, sentSamples: 0 },
      }),
    ),
  );
}

/** Push-to-talk ends: the turn is sent, after the hang-over if there is one. */
export function talkSend(state: SessionState): Step {
  const { input, options } = state;
  if (input.phase !== 'capturing' || input.by !== 'key') return noEffects(state);
  if ((options.hangOverMs ?? 0) === 0) return sendTurnNow(state);
  if (input.releasedMs !== undefined) return noEffects(state);
  return noEffects(changed(state, { input: { ...input, releasedMs: state.nowMs } }));
}

/** The spoken turn is committed and answered; one too short for the service is discarded with a hint. */
export function sendTurnNow(state: SessionState): Step {
  if (state.input.phase !== 'capturing' || state.input.by !== 'key') return noEffects(state);
  const spokenMs = samplesToMs(state.input.sentSamples, state.options.inputRateHz);
  if (spokenMs < minCommitMs) {
    const hint = `Too short to send (${Math.round(spokenMs)} ms): keep talking for at least ${minCommitMs} ms.`;
    return chain(state, talkDiscard, (current) => noEffects(addNotice(current, 'warning', hint)));
  }
  return chain(markTalkEnd(state), commit, wantResponse);
}

/** Push-to-talk is discarded: nothing of it reaches the conversation. */
export function talkDiscard(state: SessionState): Step {
  if (state.input.phase !== 'capturing' || state.input.by !== 'key') return noEffects(state);
  return clearInput(changed(state, { input: { phase: 'idle' } }));
}

export function commit(state: SessionState): Step {
  const { id, state: next } = takeId(countFromZero(state), 'event');
  return {
    state: changed(next, { input: { phase: 'committing', eventId: id } }),
    effects: [{ type: 'send', event: { type: 'input_audio_buffer.commit', event_id: id } }],
  };
}

export function clearInput(state: SessionState): Step {
  const { id, state: next } = takeId(state, 'event');
  return {
    state: next,
    effects: [{ type: 'send', event: { type: 'input_audio_buffer.clear', event_id: id } }],
  };
}

/** Silences the speaker, cancels the response and reports what was heard. Valid in every state. */
export function interrupt(state: SessionState): Step {
  const responseId = activeResponseId(state);
  return chain(
    state,
    cancelResponse,
    (current) =>
      responseId === undefined ? noEffects(current) : forgetUnheard(current, responseId),
    (current) => flush(current, true),
    silenceRemote,
  );
}

/** Only the service can stop what it plays itself, in a WebRTC call or through an avatar. */
function silenceRemote(state: SessionState): Step {
  const { outputBuffer, avatar } = state.remote;
  if (outputBuffer !== 'playing' && avatar.phase !== 'speaking') return noEffects(state);
  const { id, state: next } = takeId(state, 'event');
  return {
    state: next,
    effects: [{ type: 'send', event: { type: 'output_audio_buffer.clear', event_id: id } }],
  };
}

/** Silence and truncation without a cancel: the response's text continues, its audio is dropped. */
export function truncateOnly(state: SessionState): Step {
  if (!isSounding(state)) return noEffects(addNotice(state, 'info', 'Nothing is playing.'));
  const responseId = activeResponseId(state);
  return flush(responseId === undefined ? state : markStale(state, responseId), true);
}

/** Cancel only: audio already received plays to its end. */
export function cancelOnly(state: SessionState): Step {
  const { phase } = state.response.active;
  if (phase === 'none')
    return noEffects(addNotice(state, 'info', 'There is no response to cancel.'));
  return cancelResponse(state);
}

/** The service hears the user and cancels its own response; the client stops the playback. */
export function speechStarted(state: SessionState, itemId: string): Step {
  const listening: SessionState = changed(
    changeUser(countFromZero(startTurn(state)), itemId, (entry) => entry),
    { input: { phase: 'capturing', by: 'detection', sinceMs: state.nowMs, sentSamples: 0 } },
  );
  const detection = turnDetection(state);
  if (!detection?.interrupts) return noEffects(listening);
  const responseId = activeResponseId(state);
  return chain(
    expectServerCancel(listening),
    (current) =>
      responseId === undefined ? noEffects(current) : forgetUnheard(current, responseId),
    (current) => flush(current, !detection.truncates),
  );
}

export function speechStopped(
  state: SessionState,
  itemId: string,
  audioEndMs: number,
): SessionState {
  const transcribing = changeUser(state, itemId, (entry) => ({ ...entry, phase: 'transcribing' }));
  return markSpeechStopped(changed(transcribing, { input: { phase: 'idle' } }), audioEndMs);
}

/** The audio became an item. Without transcription its words will never arrive: say so instead of waiting. */
export function committed(state: SessionState, itemId: string): SessionState {
  const transcribes = (state.reportedSession?.input_audio_transcription ?? undefined) !== undefined;
  const next = changeUser(state, itemId, (entry) => {
    if (entry.phase === 'final') return entry;
    return transcribes
      ? { ...entry, phase: 'transcribing' }
      : { ...entry, phase: 'final', text: '(spoken; transcription is off)', wordless: true };
  });
  return markCommitted(changed(next, { input: { phase: 'idle' } }));
}

/** A typed turn: a user item and the request to answer it. It interrupts like a spoken one. */
export function say(state: SessionState, text: string): Step {
  return chain(state, (current) => sayOnly(current, text), wantResponse);
}

/** A typed turn without a request to answer: another one follows at once. */
export function sayOnly(state: SessionState, text: string): Step {
  return chain(state, interrupt, (current) =>
    sendTurn(current, { text }, { type: 'input_text', text }),
  );
}

/**
 * A user item that was not spoken begins a turn.
 * @param shown how the transcript shows it
 */
export function sendTurn(
  state: SessionState,
  shown: { readonly text: string; readonly wordless?: true },
  content: MessageContentPart,
): Step {
  const item = takeId(countFromZero(startTypedTurn(state)), 'item');
  const event = takeId(item.state, 'event');
  return {
    state: changeUser(event.state, item.id, (entry) => ({
      ...entry,
      ...shown,
      phase: 'final',
      typed: true,
    })),
    effects: [
      {
        type: 'send',
        event: {
          type: 'conversation.item.create',
          event_id: event.id,
          item: { type: 'message', id: item.id, role: 'user', content: [content] },
        },
      },
    ],
  };
}

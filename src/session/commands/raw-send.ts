import { changed } from '../change-state.js';
import type { ClientEvent, Voice } from '../../protocol/generated/types.js';
import { checkClientEvent } from '../../protocol/parse.js';
import { formatProblem } from '../../validation/problem.js';
import { toJson } from '../../shared/json.js';
import { renew } from '../connection/renew.js';
import { awaitAnswer } from './items.js';
import { markRequested, startTurn } from '../metrics/latency.js';
import { changeWords } from './session-words.js';
import { countFromZero } from '../turn/repeats.js';
import { activeResponseId, markStale } from '../turn/response.js';
import type { SessionState } from '../state.js';
import { noEffects, takeId, type Step } from '../step.js';
import { addNotice } from '../log/transcript.js';

/** Changes of the session that may wait for their answer at once. */
const maxChanges = 16;

/** The event that answers an event sent by hand, where the service has one. */
const answers: ReadonlyMap<ClientEvent['type'], string> = new Map<ClientEvent['type'], string>([
  ['session.update', 'session.updated'],
  ['conversation.item.create', 'conversation.item.created'],
  ['conversation.item.retrieve', 'conversation.item.retrieved'],
  ['conversation.item.truncate', 'conversation.item.truncated'],
  ['conversation.item.delete', 'conversation.item.deleted'],
  ['input_audio_buffer.commit', 'input_audio_buffer.committed'],
  ['input_audio_buffer.clear', 'input_audio_buffer.cleared'],
]);

/**
 * Sends an event that the user wrote, with an id when it has none, and updates the state that its answers rely on.
 */
export function sendByHand(state: SessionState, given: ClientEvent): Step {
  const fixed = changesSound(state, given);
  if (fixed !== undefined) {
    const text = `Not sent: ${fixed} cannot change during a session. Set it with --session FILE.`;
    return noEffects(addNotice(state, 'error', text));
  }
  const voice = voiceForNewSession(state, given);
  if (voice !== undefined) return withVoice(state, voice);
  const taken = takeId(warned(state, given), 'event');
  const eventId = given.event_id ?? taken.id;
  const event: ClientEvent = { ...given, event_id: eventId };
  const answer = answers.get(event.type);
  const next = answer === undefined ? taken.state : awaitAnswer(taken.state, eventId, answer);
  return { state: foreseen(next, event, eventId), effects: [{ type: 'send', event }] };
}

/** With `--unchecked`, what is wrong with the event is said before it is sent. */
function warned(state: SessionState, event: ClientEvent): SessionState {
  const [problem] = state.options.unchecked === true ? checkClientEvent(event) : [];
  if (problem === undefined) return state;
  return addNotice(state, 'warning', `Sent unchecked: ${event.type}: ${formatProblem(problem)}`);
}

/** The voice that the service has just refused, when it alone is asked for once more. */
function voiceForNewSession(state: SessionState, event: ClientEvent): Voice | undefined {
  const { refusedVoice } = state;
  if (event.type !== 'session.update' || refusedVoice === undefined) return undefined;
  const isSame = JSON.stringify(event.session) === JSON.stringify({ voice: refusedVoice });
  return isSame ? refusedVoice : undefined;
}

function withVoice(before: SessionState, voice: Voice): Step {
  const state: SessionState = changed(before, { refusedVoice: undefined });
  const reported = state.reportedSession && toJson(state.reportedSession)['voice'];
  const change = changeWords('voice', reported, toJson({ voice })['voice']);
  return renew(changed(state, { asked: { ...state.asked, voice } }), change, { change });
}

/** The audio format or rate that an event would change; microphone and speaker were opened for the present one. */
function changesSound(state: SessionState, event: ClientEvent): string | undefined {
  if (state.options.mode === 'text') return undefined;
  const { session } = state.options;
  const output = session.output_audio_format ?? 'pcm16';
  if (event.type === 'response.create') {
    const wanted = event.response?.output_audio_format ?? output;
    return wanted === output ? undefined : 'output_audio_format';
  }
  if (event.type !== 'session.update') return undefined;
  const wanted = event.session;
  if ((wanted.output_audio_format ?? output) !== output) return 'output_audio_format';
  const input = session.input_audio_format ?? 'pcm16';
  if ((wanted.input_audio_format ?? input) !== input) return 'input_audio_format';
  const rate = state.options.inputRateHz;
  return (wanted.input_audio_sampling_rate ?? rate) === rate
    ? undefined
    : 'input_audio_sampling_rate';
}

function foreseen(state: SessionState, event: ClientEvent, eventId: string): SessionState {
  const { active } = state.response;
  switch (event.type) {
    case 'session.update':
      return changed(state, {
        asked: { ...state.asked, ...event.session },
        changes: [
          ...state.changes,
          { eventId, session: event.session, askedBefore: state.asked },
        ].slice(-maxChanges),
      });
    case 'response.create':
      if (active.phase !== 'none') return state;
      return markRequested(
        startTurn(
          changed(countFromZero(state), {
            response: {
              ...state.response,
              active: { phase: 'requested', eventId, cancelled: false },
            },
          }),
        ),
      );
    case 'response.cancel': {
      const id = activeResponseId(state);
      if (active.phase !== 'active' || id === undefined) return state;
      if (event.response_id !== undefined && event.response_id !== id) return state;
      const stale = markStale(state, id);
      return changed(stale, {
        response: { ...stale.response, active: { phase: 'cancelling', id, eventId } },
      });
    }
    default:
      return state;
  }
}

import { changed } from '../change-state.js';
import type { RequestSession } from '../../protocol/generated/types.js';
import { defaultTranscription } from '../../protocol/transcription.js';
import { addNotice } from '../log/transcript.js';
import { isSounding } from '../playback/playback.js';
import type { SessionState } from '../state.js';
import { noEffects, type Step } from '../step.js';
import type { Renewal } from './connection-state.js';
import { cutOff, logLine, outageOf, reconnect } from './outage.js';

/** `/reconnect`: another connection at once. */
export function reconnectNow(state: SessionState): Step {
  switch (state.connection.phase) {
    case 'ready':
      return renew(addNotice(state, 'info', 'Reconnecting.'), 'asked for by the user', {});
    case 'reconnecting':
      return reconnect(state);
    case 'closed':
      return noEffects(state);
    default:
      return noEffects(addNotice(state, 'info', 'The connection is being made already.'));
  }
}

/** Why the model cannot be changed; undefined when it can. */
export function fixedModel({ options }: SessionState): string | undefined {
  return options.agent === true ? 'the agent has its own model' : undefined;
}

/**
 * `/model`: the service fixes the model of a session, so a new one is made and gets the conversation. While a turn is
 * under way it has to be asked for twice.
 */
export function changeModel(before: SessionState, model: string): Step {
  const { unconfirmedModel, ...state } = before;
  const { options } = state;
  const fixed = fixedModel(state);
  if (fixed !== undefined)
    return noEffects(addNotice(state, 'warning', `The model stays ${options.model}: ${fixed}.`));
  if (model === options.model)
    return noEffects(addNotice(state, 'info', `The model is ${model} already.`));
  if (isBusy(state) && unconfirmedModel !== model) {
    const text = `/model needs a new session, and a turn is under way: it would be cut off. Enter /model ${model} again to do it now.`;
    return noEffects(addNotice(changed(state, { unconfirmedModel: model }), 'warning', text));
  }
  const text = `The model ${model} needs a new session. Connecting; the conversation is restored.`;
  const told = addNotice(withModel(state, model), 'info', text);
  return renew(told, `the model becomes ${model}`, { previousModel: options.model });
}

/** The new model was refused: back to the one before. Undefined when it was not about a model. */
export function goBack(state: SessionState, attempt: number, why: string): Step | undefined {
  const outage = outageOf(state);
  const previous = outage?.renewal?.previousModel;
  if (outage === undefined || previous === undefined) return undefined;
  const text = `The model ${state.options.model} was refused: ${why.replace(/\.$/, '')}. Going back to ${previous}.`;
  return noEffects(
    changed(withModel(addNotice(state, 'error', text), previous), {
      connection: {
        phase: 'reconnecting',
        attempt,
        outage: { ...outage, failures: 1, reason: why, renewal: {} },
      },
    }),
  );
}

/** Gives the connection up for another one, which gets the conversation. */
export function renew(state: SessionState, reason: string, renewal: Renewal): Step {
  const { connection } = state;
  if (connection.phase !== 'ready') return noEffects(state);
  const logged = logLine(state, 'connection.renewed', reason);
  return cutOff(logged, connection.attempt, { reason, renewal });
}

function withModel(state: SessionState, model: string): SessionState {
  return changed(state, {
    options: { ...state.options, model },
    asked: askedFor(model, state.options.model, state.asked),
    chosenModel: model,
  });
}

/** Each class of models has its own transcription: the default of one is changed to that of the other. */
function askedFor(model: string, before: string, asked: RequestSession): RequestSession {
  const transcription = asked.input_audio_transcription ?? undefined;
  if (transcription?.model !== defaultTranscription(before)) return asked;
  return {
    ...asked,
    input_audio_transcription: { ...transcription, model: defaultTranscription(model) },
  };
}

/** A turn is under way: spoken, answered, played, or waiting for a tool. */
export function isBusy(state: SessionState): boolean {
  const { response, approval, input } = state;
  return (
    response.active.phase !== 'none' ||
    response.queued ||
    approval.calls.length > 0 ||
    input.phase !== 'idle' ||
    isSounding(state)
  );
}

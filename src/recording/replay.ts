import type { Input } from '../session/inputs.js';
import type { SessionState } from '../session/state.js';
import type { Step } from '../session/step.js';
import { update } from '../session/update.js';
import type { Recording } from './reader.js';
import { differingFields, digestOf } from './state-digest.js';

/** Each input of a recording with the state and the effects that it led to, as in the live session. */
export function* replay({
  initial,
  inputs,
}: Recording): Generator<{ readonly input: Input; readonly step: Step }> {
  let state = initial;
  for (const input of inputs) {
    const step = update(state, input);
    state = step.state;
    yield { input, step };
  }
}

/** The state of the session when its recording ended. */
export function replayState(recording: Recording): SessionState {
  let state = recording.initial;
  for (const { step } of replay(recording)) ({ state } = step);
  return state;
}

/**
 * The fields in which the replayed state differs from the live one; none for a sound recording. Undefined when the
 * recording does not say what the live state was: its program was killed, or the format is older.
 */
export function differencesFromLive(recording: Recording): readonly string[] | undefined {
  const { lastState } = recording;
  return lastState && differingFields(lastState, digestOf(replayState(recording)));
}

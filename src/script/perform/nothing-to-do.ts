import type { Intent } from '../../session/inputs.js';
import { isSounding } from '../../session/playback/playback.js';
import { activity, isMicrophoneKept } from '../../session/selectors.js';
import type { SessionState } from '../../session/state.js';

/**
 * Why an intent does nothing in this state, as a sentence. Undefined where something is done, if only an event sent that
 * the service refuses: that may be what a script tests.
 */
export function nothingToDo(state: SessionState, { type }: Intent): string | undefined {
  const doing = `(activity: ${activity(state)})`;
  switch (type) {
    case 'interrupt':
      return isResponding(state) || isHeard(state)
        ? undefined
        : `There was no reply to interrupt ${doing}.`;
    case 'cancel':
      return isResponding(state) ? undefined : `There was no response to cancel ${doing}.`;
    case 'truncate':
      return isSounding(state)
        ? undefined
        : `No reply was playing that could be truncated ${doing}.`;
    case 'commit':
      return isReady(state) ? undefined : 'The connection was lost: there was no audio to commit.';
    case 'clear-input':
      return isReady(state) || isMicrophoneKept(state)
        ? undefined
        : 'The connection was lost: there was no audio to discard.';
    default:
      return undefined;
  }
}

function isReady({ connection }: SessionState): boolean {
  return connection.phase === 'ready';
}

/** Whether there is a response that is not being cancelled yet. */
function isResponding({ response }: SessionState): boolean {
  return response.active.phase === 'requested' || response.active.phase === 'active';
}

/** Whether something plays, here or at the service. */
function isHeard(state: SessionState): boolean {
  const { outputBuffer, avatar } = state.remote;
  return isSounding(state) || outputBuffer === 'playing' || avatar.phase === 'speaking';
}

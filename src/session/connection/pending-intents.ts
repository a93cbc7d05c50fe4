import { changed } from '../change-state.js';
import type { Intent } from '../inputs.js';
import { outageOf } from './outage.js';
import { flush, isSounding } from '../playback/playback.js';
import type { SessionState } from '../state.js';
import { noEffects, type Step } from '../step.js';
import { addNotice } from '../log/transcript.js';

/** What a user may ask for before the session is ready; more than this is not kept. */
const maxPendingIntents = 16;

/** A turn that was typed, which the assistant is to answer. */
export function asksForReply({ type }: Intent): boolean {
  return type === 'say' || type === 'show-image' || type === 'retry';
}

/** Typed words are not lost while the session is being made. */
export function deferIntent(state: SessionState, intent: Intent): Step {
  if (state.connection.phase === 'closed') return noEffects(state);
  if (state.pendingIntents.length >= maxPendingIntents)
    return noEffects(
      addNotice(state, 'warning', 'Not sent: too many turns are waiting for the session.'),
    );
  const first = state.pendingIntents.length === 0;
  const next: SessionState = changed(state, { pendingIntents: [...state.pendingIntents, intent] });
  return noEffects(
    first ? addNotice(next, 'info', 'It will be sent when the session is ready.') : next,
  );
}

const canWait: ReadonlySet<Intent['type']> = new Set<Intent['type']>([
  'say',
  'show-image',
  'send-event',
  'change-options',
  'change-model',
  'read-file',
]);

/** Before the session is ready typed words wait; keys do not, because they mean what is there now. */
export function beforeReady(state: SessionState, intent: Intent): Step {
  if (outageOf(state) !== undefined) return whileLost(state, intent);
  return canWait.has(intent.type) ? deferIntent(state, intent) : noEffects(state);
}

/** What an intent means while the connection is lost: nothing can be sent, and the user is told. */
function whileLost(state: SessionState, intent: Intent): Step {
  switch (intent.type) {
    case 'interrupt':
      return isSounding(state)
        ? flush(state, false)
        : remark(state, 'Nothing is playing, and the connection is lost.');
    case 'truncate':
      return isSounding(state)
        ? flush(state, false)
        : remark(state, 'Nothing is playing, and the connection is lost.');
    case 'cancel':
      return remark(state, 'No response to cancel: the connection is lost.');
    case 'clear-input': {
      const told = remark(state, 'Cleared the audio kept since the connection was lost.');
      return { state: told.state, effects: [{ type: 'forget-microphone' }] };
    }
    case 'talk-start':
    case 'talk-send':
    case 'talk-discard':
    case 'commit':
      return remark(
        state,
        'No speech can be sent until the connection is back. Typed turns wait for it.',
      );
    case 'list-items':
    case 'retrieve-item':
    case 'delete-item':
      return remark(state, 'Items are not available until the connection is back.');
    case 'decide':
      return remark(state, 'The approval request expired with the connection.');
    case 'retry':
      return remark(state, 'An open turn is requested again when the connection is back.');
    case 'say':
    case 'show-image':
    case 'send-event':
    case 'change-options':
    case 'change-model':
    case 'read-file':
      return deferIntent(state, intent);
    case 'mute':
    case 'record':
    case 'tell-health':
    case 'show-session':
    case 'list-tools':
    case 'save':
    case 'reconnect':
    case 'quit':
      return noEffects(state);
  }
}

/** Says something once, however often the key is pressed. */
function remark(state: SessionState, text: string): Step {
  const last = state.transcript.at(-1);
  const said = last?.kind === 'notice' && last.text === text;
  return noEffects(said ? state : addNotice(state, 'info', text));
}

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
  return type === 'say' || type === 'show-image';
}

/** Typed words are not lost while the session is being made. */
export function deferIntent(state: SessionState, intent: Intent): Step {
  if (state.connection.phase === 'closed') return noEffects(state);
  if (state.pendingIntents.length >= maxPendingIntents)
    return noEffects(
      addNotice(state, 'warning', 'Not taken: too much waits for the session already.'),
    );
  const first = state.pendingIntents.length === 0;
  const next: SessionState = { ...state, pendingIntents: [...state.pendingIntents, intent] };
  return noEffects(
    first ? addNotice(next, 'info', 'It will be sent when the session is ready.') : next,
  );
}

/** Before the session is ready typed words wait; keys do not, because they mean what is there now. */
export function beforeReady(state: SessionState, intent: Intent): Step {
  if (outageOf(state) !== undefined) return whileLost(state, intent);
  const waits = asksForReply(intent) || intent.type === 'send-event';
  return waits ? deferIntent(state, intent) : noEffects(state);
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
        : remark(state, 'Nothing is playing that could be truncated, and the connection is lost.');
    case 'cancel':
      return remark(state, 'No response is being made: the connection is lost.');
    case 'clear-input': {
      const told = remark(
        state,
        'What the microphone heard since the connection was lost is cleared.',
      );
      return { state: told.state, effects: [{ type: 'forget-microphone' }] };
    }
    case 'talk-start':
    case 'talk-send':
    case 'talk-discard':
    case 'commit':
      return remark(
        state,
        'Nothing can be said until the connection is back; a typed turn waits for it.',
      );
    case 'list-items':
    case 'retrieve-item':
    case 'delete-item':
      return remark(state, 'The conversation cannot be asked about until the connection is back.');
    case 'decide':
      return remark(state, 'The question has expired with the connection.');
    case 'say':
    case 'show-image':
    case 'send-event':
      return deferIntent(state, intent);
    case 'mute':
    case 'record':
    case 'tell-health':
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

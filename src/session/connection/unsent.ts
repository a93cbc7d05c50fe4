import { changed } from '../change-state.js';
import type { Intent } from '../inputs.js';
import { addNotice, changeUser } from '../log/transcript.js';
import type { SessionState } from '../state.js';
import { chain, noEffects, takeId, type Step } from '../step.js';

/** The session ends: what waited to be sent stays in the transcript, marked, and is noted for the recording. */
export function leaveUnsent(state: SessionState): Step {
  const { pendingIntents } = state;
  return chain(
    changed(state, { pendingIntents: [] }),
    ...pendingIntents.map((intent) => (current: SessionState) => unsent(current, intent)),
  );
}

function unsent(state: SessionState, intent: Intent): Step {
  switch (intent.type) {
    case 'say':
      return unsentTurn(state, intent.text);
    case 'show-image':
      return unsentTurn(state, `(image: ${intent.source})`);
    case 'send-event': {
      const { type } = intent.event;
      const told = addNotice(state, 'warning', `Not sent: ${type}: the session ended first.`);
      return noted(told, type, 'the session ended first');
    }
    default:
      return noEffects(state);
  }
}

function unsentTurn(state: SessionState, text: string): Step {
  const { id, state: next } = takeId(state, 'item');
  const shown = changeUser(next, id, (entry) => ({
    ...entry,
    text,
    phase: 'final',
    typed: true,
    unsent: true,
  }));
  return noted(shown, 'conversation.item.create', `the session ended first: ${text}`);
}

function noted(state: SessionState, event: string, reason: string): Step {
  return { state, effects: [{ type: 'note-unsent', event, reason }] };
}

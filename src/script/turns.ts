import { asksForReply } from '../session/connection/pending-intents.js';
import type { Intent } from '../session/inputs.js';
import { isSettled } from '../session/selectors.js';
import type { SessionState } from '../session/state.js';
import type { SessionView } from '../session/view.js';

/** Resolves as soon as the state fulfils the condition; false when the session ends before it does. */
export function whenState(
  view: SessionView,
  condition: (state: SessionState) => boolean,
): Promise<boolean> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const look = (): void => {
      const state = view.getState();
      const over = state.connection.phase === 'closed';
      if (!over && !condition(state)) return;
      stop();
      resolve(!over);
    };
    stop = view.subscribe(look);
    look();
  });
}

/**
 * Says one turn, or does what else a line asks for, once the session is ready and quiet, and waits for its end: the
 * answer complete and, with audio, played. True when the assistant answered in words, or when the line was no turn; false
 * when it did not, or the session ended.
 */
export async function answeredTurn(view: SessionView, intent: Intent): Promise<boolean> {
  if (!(await whenState(view, isSettled))) return false;
  const before = wordsSpoken(view.getState());
  view.dispatch(intent);
  if (!(await whenState(view, isSettled))) return false;
  return !asksForReply(intent) || wordsSpoken(view.getState()) > before;
}

/** Answers so far, dropped ones included. */
function wordsSpoken(state: SessionState): number {
  const answers = state.transcript.filter(
    (entry) => entry.kind === 'assistant' && entry.text !== '' && entry.lost !== true,
  );
  return answers.length + state.transcriptDropped;
}

import { whenSilent, whenState } from '../../script/turns.js';
import { isSettled } from '../../session/selectors.js';
import type { SessionView } from '../../session/view.js';

/** A file of speech, to its end and the last answer: one turn by key, or turns as the service detects them. */
export async function spokenTurns(session: SessionView): Promise<void> {
  const byKey = session.getState().options.mode === 'push-to-talk';
  await whenState(session, (state) => state.connection.phase === 'ready');
  if (byKey) session.dispatch({ type: 'talk-start' });
  await whenState(session, (state) => state.inputEnded);
  if (byKey) {
    session.dispatch({ type: 'talk-send' });
  } else {
    await whenSilent(session);
  }
  await whenState(session, isSettled);
}

import { whenState } from '../../script/turns.js';
import { isSettled } from '../../session/selectors.js';
import type { SessionView } from '../../session/view.js';

/** Silence that a file of speech is followed by before its end counts: turn detection needs it to see the turn end. */
const silenceAfterFileMs = 1500;

/** A file of speech, to its end and the last answer: one turn by key, or turns as the service detects them. */
export async function spokenTurns(session: SessionView): Promise<void> {
  const byKey = session.getState().options.mode === 'push-to-talk';
  await whenState(session, (state) => state.connection.phase === 'ready');
  if (byKey) session.dispatch({ type: 'talk-start' });
  await whenState(session, (state) => state.inputEnded);
  if (byKey) {
    session.dispatch({ type: 'talk-send' });
  } else {
    const { sentAudioMs } = session.getState().latency;
    await whenState(
      session,
      ({ latency }) => latency.sentAudioMs >= sentAudioMs + silenceAfterFileMs,
    );
  }
  await whenState(session, isSettled);
}

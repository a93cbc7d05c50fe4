import { activeTurnDetection } from '../../protocol/turn-detection.js';
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
    await whenSilent(session);
  }
  await whenState(session, isSettled);
}

/** Waits until silence was sent in which turn detection sees the end of a turn. */
export async function whenSilent(session: SessionView): Promise<void> {
  const { latency, reportedSession } = session.getState();
  const detection = activeTurnDetection(reportedSession);
  const silenceMs =
    (detection && 'silence_duration_ms' in detection && detection.silence_duration_ms) || 0;
  const untilMs = latency.sentAudioMs + Math.max(silenceAfterFileMs, silenceMs + 500);
  await whenState(session, (state) => state.latency.sentAudioMs >= untilMs);
}

import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedIntent } from '../../again/recorded-user.js';
import type { TimedIntents } from '../../again/timed-intents.js';
import { whenSilent, whenState } from '../../script/turns.js';
import { isSettled, isTalkKeyHeld } from '../../session/selectors.js';
import type { SessionView } from '../../session/view.js';

/**
 * What was typed, without a microphone: each after the reply it had waited for, or as soon after the one before as in the
 * recording. Ends when all is answered, or the session is over.
 */
export async function sendTyped(
  session: SessionView,
  intents: readonly RecordedIntent[],
): Promise<void> {
  for (const { intent, sinceMs, afterReply } of intents) {
    const isOpen = afterReply
      ? await whenState(session, isSettled)
      : await openAfter(session, sinceMs);
    if (!isOpen) return;
    session.dispatch(intent);
  }
  await whenState(session, isSettled);
}

/** The microphone's track to its end, and everything that is due on its clock. Ends as `sendTyped`. */
export async function sendSpoken(session: SessionView, timed: TimedIntents): Promise<void> {
  await whenState(session, (state) => state.inputEnded && timed.areDone);
  // The recording ended within a turn.
  if (isTalkKeyHeld(session.getState())) session.dispatch({ type: 'talk-discard' });
  if (session.getState().options.mode === 'hands-free') await whenSilent(session);
  await whenState(session, isSettled);
}

async function openAfter(session: SessionView, ms: number): Promise<boolean> {
  if (!(await whenState(session, ({ connection }) => connection.phase === 'ready'))) return false;
  const over = new AbortController();
  const stop = session.subscribe(() => {
    if (session.getState().connection.phase === 'closed') over.abort();
  });
  const isOpen = await delay(ms, true, { signal: over.signal }).catch(() => false);
  stop();
  return isOpen;
}

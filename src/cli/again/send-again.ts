import { setTimeout as delay } from 'node:timers/promises';
import { whenAnswered, type Answered } from '../../again/await-answers.js';
import type { RecordedIntent } from '../../again/recorded-user.js';
import type { TimedIntents } from '../../again/timed-intents.js';
import { whenSilent, whenState } from '../../script/turns.js';
import { isTalkKeyHeld } from '../../session/selectors.js';
import type { SessionView } from '../../session/view.js';
import { systemClock } from '../../shared/clock.js';

/**
 * What was typed, without a microphone: each after the reply it had waited for, or as soon after the one before as in the
 * recording. Ends when all is answered, or the session is over.
 */
export async function sendTyped(
  session: SessionView,
  intents: readonly RecordedIntent[],
): Promise<Answered> {
  for (const { intent, sinceMs, afterReply } of intents) {
    if (afterReply) {
      const answered = await whenAnswered(session, systemClock);
      if (answered !== 'answered') return answered;
    } else if (!(await openAfter(session, sinceMs))) return 'over';
    session.dispatch(intent);
  }
  return whenAnswered(session, systemClock);
}

/** The microphone's track to its end, and everything that is due on its clock. Ends as `sendTyped`. */
export async function sendSpoken(session: SessionView, timed: TimedIntents): Promise<Answered> {
  await whenState(session, (state) => state.inputEnded && timed.areDone);
  // The recording ended within a turn.
  if (isTalkKeyHeld(session.getState())) session.dispatch({ type: 'talk-discard' });
  if (session.getState().options.mode === 'hands-free') await whenSilent(session);
  return whenAnswered(session, systemClock);
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

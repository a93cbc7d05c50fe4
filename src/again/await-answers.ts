import { isSounding } from '../session/playback/playback.js';
import { isSettled } from '../session/selectors.js';
import type { LogEntry, SessionState } from '../session/state.js';
import type { SessionView } from '../session/view.js';
import type { Clock } from '../shared/clock.js';

/** A service that sends nothing for so long will not answer; local tools take their time beside this. */
export const patienceMs = 30_000;

/** How waiting ended: everything is answered, the session is over, or the service is silent and something is missing. */
export type Answered = 'answered' | 'over' | { readonly missing: string };

/** Waits until a session has answered everything, as long as the service sends anything. */
export function whenAnswered(view: SessionView, clock: Clock): Promise<Answered> {
  return new Promise((resolve) => {
    let heard: LogEntry | undefined;
    let cancel = (): void => undefined;
    const end = (answered: Answered): void => {
      cancel();
      stop();
      resolve(answered);
    };
    const wait = (): void => {
      cancel();
      cancel = clock.after(patienceMs, () => {
        const missing = missingAnswer(view.getState());
        if (missing === undefined) wait();
        else end({ missing });
      });
    };
    const look = (): void => {
      const state = view.getState();
      if (state.connection.phase === 'closed') end('over');
      else if (isSettled(state)) end('answered');
      else {
        const newest = state.log.findLast(({ direction }) => direction === 'in');
        if (newest === heard && !isBusyHere(state)) return;
        heard = newest;
        wait();
      }
    };
    const stop = view.subscribe(look);
    wait();
    look();
  });
}

/** A tool runs, or sound plays: nothing is expected of the service meanwhile. */
function isBusyHere(state: SessionState): boolean {
  return isSounding(state) || state.approval.calls.some(({ phase }) => phase === 'running');
}

/** What the service has not sent yet; undefined while it is not its turn. */
function missingAnswer(state: SessionState): string | undefined {
  const { connection, response, awaited, transcript } = state;
  if (connection.phase !== 'ready' || isBusyHere(state)) return undefined;
  const unheard = transcript.find((entry) => entry.kind === 'user' && entry.phase !== 'final');
  const call = transcript.find((entry) => entry.kind === 'tool' && entry.phase === 'running');
  if (response.active.phase === 'requested') return 'the reply that was requested';
  if (response.active.phase !== 'none') return 'the end of the reply (response.done)';
  if (call?.kind === 'tool') return `the result of ${call.name}`;
  if (awaited[0] !== undefined) return `the answer to ${awaited[0].type}`;
  if (unheard?.kind === 'user')
    return unheard.phase === 'speaking'
      ? 'the end of the speech that was detected'
      : 'the transcription of what was said';
  return 'the end of the turn';
}

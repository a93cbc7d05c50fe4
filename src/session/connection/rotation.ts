import { changed } from '../change-state.js';
import { levelCellAt } from '../playback/levels.js';
import { isRemoteCallRunning, isSettled } from '../selectors.js';
import type { SessionState } from '../state.js';
import { noEffects, type Step } from '../step.js';
import { maxAttempts } from './outage.js';
import { isBusy, renew } from './renew.js';
import { sessionLimitMinutes, sessionLimitMs } from './session-limit.js';

/** A quiet moment is looked for in this last part of the session: 10 of 60 minutes. */
const searchShare = 1 / 6;
/** In this last part any moment between two turns will do: 1 of 60 minutes. */
const hurryShare = 1 / 60;
/** How long it must have been quiet, so that nobody is about to speak. */
const quietMs = 2_000;
/** Peaks of the microphone above this may be speech, dBFS. */
const voiceDb = -35;

/** When to look at the session again; `key` tells one appointment from another. */
interface Appointment {
  readonly key: number;
  readonly inMs: number;
}

/**
 * The next step on the way to a new connection before the service ends this one; undefined where the service does not
 * state its limit, or nothing may reconnect.
 */
export function nextRotationStep(state: SessionState): Appointment | undefined {
  const { connection, nowMs } = state;
  if (connection.phase !== 'ready' || connection.expired === true) return undefined;
  const limitMs = sessionLimitMs(state);
  if (limitMs === undefined || maxAttempts(state) === 0) return undefined;
  const until = (share: number): number =>
    Math.max(0, Math.ceil(connection.sinceMs + limitMs * (1 - share) - nowMs));
  switch (connection.renewal) {
    case undefined:
      return { key: limitMs, inMs: until(searchShare) };
    case 'due':
      return isFree(state, 'due')
        ? { key: -1, inMs: quietMs }
        : { key: -2, inMs: until(hurryShare) };
    case 'overdue':
      return isFree(state, 'overdue') ? { key: -3, inMs: 0 } : undefined;
  }
}

/** Its time has come: look for a quiet moment, take the one that is here, or be content with less. */
export function rotate(state: SessionState): Step {
  const { connection } = state;
  if (connection.phase !== 'ready') return noEffects(state);
  if (connection.renewal === undefined)
    return noEffects(changed(state, { connection: { ...connection, renewal: 'due' } }));
  if (!isFree(state, connection.renewal))
    return noEffects(changed(state, { connection: { ...connection, renewal: 'overdue' } }));
  const minutes = sessionLimitMinutes(state);
  const reason = `session renewed before its limit of ${String(minutes)} min`;
  return renew(state, reason, { limitMinutes: minutes });
}

/** Whether a new connection would disturb nobody now. */
function isFree(state: SessionState, renewal: 'due' | 'overdue'): boolean {
  const isBetweenTurns = !isBusy(state) && !isRemoteCallRunning(state);
  return !isHeard(state) && (renewal === 'due' ? isSettled(state) : isBetweenTurns);
}

/** The microphone may hear speech that the service has not reported yet. */
function isHeard({ levels, nowMs, options, playback }: SessionState): boolean {
  const newest = levels.at(-1);
  return (
    options.mode === 'hands-free' &&
    !playback.microphoneMuted &&
    newest !== undefined &&
    newest.cell >= levelCellAt(nowMs) - 1 &&
    newest.microphoneDb > voiceDb
  );
}

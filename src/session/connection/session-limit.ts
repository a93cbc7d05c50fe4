import type { SessionState } from '../state.js';

/** The longest session of the service (Voice Live API reference 2026-07-15). */
const longestMs = 60 * 60_000;
/** A session that seems to end sooner has a service with another clock than this machine's. */
const shortestMs = 60_000;

/**
 * How long the present connection's session may last, from the service's own `expires_at`; undefined where it says
 * nothing that this machine's clock makes sense of.
 */
export function sessionLimitMs({
  reportedSession,
  connection,
  options,
}: SessionState): number | undefined {
  const expiresAt = reportedSession?.expires_at;
  if (expiresAt === undefined || options.startedAtMs === undefined) return undefined;
  const sinceMs = connection.phase === 'ready' ? connection.sinceMs : 0;
  const limitMs = expiresAt * 1000 - options.startedAtMs - sinceMs;
  return limitMs < shortestMs ? undefined : Math.min(limitMs, longestMs);
}

/** Whole minutes that the session may last; the documented limit where the service does not state one. */
export function sessionLimitMinutes(state: SessionState): number {
  return Math.round((sessionLimitMs(state) ?? longestMs) / 60_000);
}

const firstCeilingMs = 250;
const secondCeilingMs = 1_000;
const maxCeilingMs = 8_000;
const windowMs = 60_000;

/** Connections that may be started within any 60 s. */
export const maxConnectionsPerMinute = 10;

/** When the next connection is to be made: at a random moment between these two times from now. */
export interface RetryWindow {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * The wait before the next connection: full jitter, so that many clients do not come back together, and at most ten
 * connections a minute.
 *
 * @param failures consecutive failures so far, 1 or more
 * @param startsMs when connections were started, in any order
 */
export function retryWindow(
  failures: number,
  startsMs: readonly number[],
  nowMs: number,
): RetryWindow {
  const minMs = connectWaitMs(startsMs, nowMs);
  return { minMs, maxMs: Math.max(minMs, ceilingMs(failures)) };
}

/** 250 ms after the first failure, which is mostly a short one, 1 s after the second, then doubling to 8 s. */
function ceilingMs(failures: number): number {
  if (failures < 2) return firstCeilingMs;
  const doublings = Math.min(Math.floor(failures) - 2, 30);
  return Math.min(maxCeilingMs, secondCeilingMs * 2 ** doublings);
}

/**
 * Whole milliseconds until one more connection keeps to the limit; 0 when it may start now. The service allows 30 new
 * connections a minute and resource (Voice Live quotas), which other clients share.
 */
function connectWaitMs(startsMs: readonly number[], nowMs: number): number {
  const oldestThatCounts = startsMs.toSorted((a, b) => b - a)[maxConnectionsPerMinute - 1];
  if (oldestThatCounts === undefined) return 0;
  return Math.max(0, Math.ceil(oldestThatCounts + windowMs - nowMs));
}

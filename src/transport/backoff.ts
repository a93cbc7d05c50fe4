const firstDelayMs = 250;
const secondDelayMs = 1_000;
const longestDelayMs = 8_000;
const windowMs = 60_000;
const connectionsPerWindow = 10;

/**
 * Wait before the next connection, in milliseconds: full jitter, so that many clients do not come back together, under a
 * ceiling of 250 ms after the first failure, which is mostly a short one, of 1 s after the second, then doubling to 8 s.
 *
 * @param failures consecutive failures so far, 1 or more
 * @param random01 a random number from 0 to below 1, drawn by the caller
 */
export function retryDelayMs(failures: number, random01: number): number {
  if (failures < 2) return firstDelayMs * random01;
  const doublings = Math.min(Math.floor(failures) - 2, 30);
  return Math.min(longestDelayMs, secondDelayMs * 2 ** doublings) * random01;
}

/**
 * Milliseconds until one more connection keeps to at most 10 in any 60 s; 0 when it may start now. The service allows
 * 30 new connections a minute and resource (Voice Live quotas), which other clients share.
 *
 * @param historyMs monotonic times at which connections were started, in any order
 */
export function connectWaitMs(historyMs: readonly number[], nowMs: number): number {
  const newest = historyMs.toSorted((a, b) => b - a);
  const oldestThatCounts = newest[connectionsPerWindow - 1];
  return oldestThatCounts === undefined ? 0 : Math.max(0, oldestThatCounts + windowMs - nowMs);
}

/** Whether a connection may start at `nowMs`; see {@link connectWaitMs}. */
export function mayConnect(historyMs: readonly number[], nowMs: number): boolean {
  return connectWaitMs(historyMs, nowMs) === 0;
}

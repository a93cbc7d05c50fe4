import { monotonicMs } from '../../shared/clock.js';

/** Short enough to meet a hold-up anywhere, long enough to cost nothing. */
const probeMs = 20;

/** Measures how late timers come; tells the longest delay of every interval. For the life of the process. */
export function watchLoopLag(intervalMs: number, onInterval: (longestMs: number) => void): void {
  let dueMs = monotonicMs() + probeMs;
  let reportMs = monotonicMs() + intervalMs;
  let longestMs = 0;
  const probe = (): void => {
    const nowMs = monotonicMs();
    longestMs = Math.max(longestMs, nowMs - dueMs);
    dueMs = nowMs + probeMs;
    if (nowMs >= reportMs) {
      reportMs = nowMs + intervalMs;
      onInterval(longestMs);
      longestMs = 0;
    }
    setTimeout(probe, probeMs);
  };
  setTimeout(probe, probeMs);
}

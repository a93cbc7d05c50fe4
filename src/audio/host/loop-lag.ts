import { monotonicMs } from '../../shared/clock.js';

/** Short enough to catch any stall, long enough to cost nothing. */
const probeMs = 20;

/** Measures how late timers fire, and reports the maximum of every interval for the life of the process. */
export function watchLoopLag(intervalMs: number, onInterval: (maxLagMs: number) => void): void {
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

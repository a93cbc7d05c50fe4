import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Short enough to catch any stall, long enough to cost nothing. */
const probeMs = 20;

/** Measures how late timers fire, and reports the maximum of every interval for the life of the process. */
export function watchLoopLag(intervalMs: number, onInterval: (maxLagMs: number) => void): void {
  // Its timer runs no JavaScript.
  const delays = monitorEventLoopDelay({ resolution: probeMs });
  delays.enable();
  setInterval(() => {
    onInterval(Math.max(0, delays.max / 1e6 - probeMs));
    delays.reset();
  }, intervalMs);
}

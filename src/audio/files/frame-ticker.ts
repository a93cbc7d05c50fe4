import type { Timers } from '../../shared/timers.js';

/** Frames that are made up for after the process was held up; a longer pause (the machine slept) is left out. */
const mostFramesAtOnce = 250;
/** Keeps a deadline that was met exactly from being missed by a rounding error, in frames. */
const rounding = 1e-6;

/**
 * Calls `onFrame` once for every period since now, without drift: a late timer is made up for by the next ones.
 * @param onFrame gets the instant the frame was due, in monotonic milliseconds
 * @returns stops the clock, at any time and as often as you like
 */
export function startFrameClock(
  timers: Timers,
  periodMs: number,
  onFrame: (dueMs: number) => void,
): () => void {
  let startMs = timers.nowMs();
  let frames = 0;
  let stopped = false;
  let cancel = (): void => undefined;
  const schedule = (): void => {
    const dueMs = startMs + (frames + 1) * periodMs;
    cancel = timers.after(Math.max(0, dueMs - timers.nowMs()), tick);
  };
  const tick = (): void => {
    const elapsed = Math.floor((timers.nowMs() - startMs) / periodMs + rounding);
    if (elapsed - frames > mostFramesAtOnce) {
      startMs += (elapsed - frames - 1) * periodMs;
    }
    const target = Math.floor((timers.nowMs() - startMs) / periodMs + rounding);
    while (frames < target && !stopped) {
      frames += 1;
      onFrame(startMs + frames * periodMs);
    }
    if (!stopped) schedule();
  };
  schedule();
  return () => {
    stopped = true;
    cancel();
  };
}

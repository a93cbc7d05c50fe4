import type { Clock } from '../../shared/clock.js';

/** Frames caught up after a stall; a longer pause (the machine slept) is skipped. */
const maxFramesAtOnce = 250;
/** Tolerance in frames, so that a rounding error does not miss a deadline that was met exactly. */
const rounding = 1e-6;

/**
 * Calls `onFrame` once per period, without drift: the next calls catch up with a late timer.
 * @param onFrame receives the time the frame was due, in monotonic milliseconds
 * @param atOnce most frames in one go: the rest of what is caught up follows in timers of its own
 * @returns stops the ticker; idempotent
 */
export function startFrameTicker(
  clock: Clock,
  periodMs: number,
  onFrame: (dueMs: number) => void,
  atOnce = maxFramesAtOnce,
): () => void {
  let startMs = clock.nowMs();
  let frames = 0;
  let stopped = false;
  let cancel = (): void => undefined;
  const schedule = (): void => {
    const dueMs = startMs + (frames + 1) * periodMs;
    cancel = clock.after(Math.max(0, dueMs - clock.nowMs()), tick);
  };
  const tick = (): void => {
    const elapsed = Math.floor((clock.nowMs() - startMs) / periodMs + rounding);
    if (elapsed - frames > maxFramesAtOnce) {
      startMs += (elapsed - frames - 1) * periodMs;
    }
    const target = Math.floor((clock.nowMs() - startMs) / periodMs + rounding);
    for (let done = 0; done < atOnce && frames < target && !stopped; done += 1) {
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

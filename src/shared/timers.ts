import { monotonicMs } from './clock.js';

/** Clock and timers, replaceable so that pacing and deadlines can be tested without waiting. */
export interface Timers {
  /** Monotonic milliseconds. */
  nowMs(): number;
  /** Runs `task` once after `delayMs`; the result cancels it and may be called at any time. */
  after(delayMs: number, task: () => void): () => void;
}

/** The machine's clock and timers. */
export const systemTimers: Timers = {
  nowMs: monotonicMs,
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

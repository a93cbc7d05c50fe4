/** Monotonic milliseconds of the machine; the same clock in every process, so times can be compared across them. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Clock and timers, replaceable so that pacing and deadlines can be tested without waiting. */
export interface Clock {
  /** Monotonic milliseconds. */
  nowMs(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it and may be called at any time. */
  after(delayMs: number, task: () => void): () => void;
}

/** The machine's clock and timers. */
export const systemClock: Clock = {
  nowMs: monotonicMs,
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

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
  /** Only of a clock that is not the machine's: it stands still until the returned function is called. Idempotent. */
  hold?(): () => void;
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

/** Work that takes the machine's time (processes, threads, files): on a virtual clock it takes none. */
export async function during<Value>(clock: Clock, work: PromiseLike<Value>): Promise<Value> {
  const release = clock.hold?.();
  try {
    return await work;
  } finally {
    release?.();
  }
}

import { monotonicMs } from '../../shared/clock.js';

/** When things happen. Times are on the clock of `nowMs`. */
export interface Pace {
  /** True when nothing waits. */
  readonly immediate: boolean;
  nowMs(): number;
  /** Resolves at `targetMs`, or at once after `close`. Several waits resolve in the order of their targets. */
  until(targetMs: number): Promise<void>;
  /** Releases every wait. Idempotent. */
  close(): void;
}

/** Waits in real time, with the latency of the recorded service. */
export function createRecordedPace(): Pace {
  const waiting = new Map<NodeJS.Timeout, () => void>();
  let closed = false;
  return {
    immediate: false,
    nowMs: monotonicMs,
    until(targetMs) {
      const delayMs = targetMs - monotonicMs();
      if (closed || delayMs <= 0) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(timer);
          resolve();
        }, delayMs);
        waiting.set(timer, resolve);
      });
    },
    close() {
      closed = true;
      for (const [timer, resolve] of waiting) {
        clearTimeout(timer);
        resolve();
      }
      waiting.clear();
    },
  };
}

/**
 * Never waits, but processes client messages between two steps, so that a response can be interrupted. Its clock is the
 * latest time waited for, so that what depends on time is the same in every run.
 */
export function createImmediatePace(): Pace {
  let nowMs = 0;
  return {
    immediate: true,
    nowMs: () => nowMs,
    until: (targetMs) => {
      nowMs = Math.max(nowMs, targetMs);
      return new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
    close: () => undefined,
  };
}

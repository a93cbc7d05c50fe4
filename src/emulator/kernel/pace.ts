import { during, type Clock } from '../../shared/clock.js';

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

/** Waits as long as the recorded service took. */
export function createRecordedPace(clock: Clock): Pace {
  const waiting = new Map<() => void, () => void>();
  let closed = false;
  return {
    immediate: false,
    nowMs: () => clock.nowMs(),
    until(targetMs) {
      const delayMs = targetMs - clock.nowMs();
      if (closed || delayMs <= 0) return Promise.resolve();
      return new Promise((resolve) => {
        const cancel = clock.after(delayMs, () => {
          waiting.delete(cancel);
          resolve();
        });
        waiting.set(cancel, resolve);
      });
    },
    close() {
      closed = true;
      for (const [cancel, resolve] of waiting) {
        cancel();
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
export function createImmediatePace(clock: Clock): Pace {
  let nowMs = 0;
  return {
    immediate: true,
    nowMs: () => nowMs,
    until: (targetMs) => {
      nowMs = Math.max(nowMs, targetMs);
      const turn = new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
      // Of a virtual clock no time passes meanwhile: it would run on to the deadlines of the client.
      return during(clock, turn);
    },
    close: () => undefined,
  };
}

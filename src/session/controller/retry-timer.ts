import { connectWaitMs, retryDelayMs } from '../../transport/backoff.js';

/** A clock, timers and a source of random numbers, replaceable for tests. */
export interface RetryParts {
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Runs `task` once after `delayMs`; the result cancels it. */
  readonly after: (delayMs: number, task: () => void) => () => void;
}

/** Connections that are remembered: as many as count for the limit of connections a minute. */
const rememberedConnections = 16;

/** When connections may be made: with full jitter after failures, at most 10 a minute. */
export class RetryTimer {
  readonly #parts: RetryParts;
  #historyMs: readonly number[] = [];
  #cancel = (): void => undefined;

  constructor(parts: RetryParts) {
    this.#parts = parts;
  }

  /** A connection starts now. */
  connecting(): void {
    this.#historyMs = [...this.#historyMs, this.#parts.clock()].slice(-rememberedConnections);
  }

  /** Runs `task` when the next connection is due after so many failures in a row. Takes the place of an earlier wait. */
  wait(failures: number, task: () => void): void {
    const { clock, random, after } = this.#parts;
    this.#cancel();
    const delayMs = retryDelayMs(failures, random());
    const nowMs = clock();
    this.#cancel = after(Math.max(delayMs, connectWaitMs(this.#historyMs, nowMs)), task);
  }

  stop(): void {
    this.#cancel();
  }
}

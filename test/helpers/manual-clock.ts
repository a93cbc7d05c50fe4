import type { RecorderClock } from '../../src/recording/disk.js';

/** A clock that moves only when told to. */
export class ManualClock implements RecorderClock {
  #nowMs: number;
  #waiting: { readonly dueMs: number; readonly finish: () => void }[] = [];

  constructor(nowMs = 0) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  delay(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== entry);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const entry = { dueMs: this.#nowMs + ms, finish };
      this.#waiting.push(entry);
      signal.addEventListener('abort', finish);
    });
  }

  /** Moves on, then lets everything that became due happen, I/O of a memory disk included. */
  async advance(ms: number): Promise<void> {
    this.#nowMs += ms;
    for (const { dueMs, finish } of this.#waiting) if (dueMs <= this.#nowMs) finish();
    for (let turn = 0; turn < 6; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

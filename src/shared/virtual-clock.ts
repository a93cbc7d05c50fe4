import type { Clock } from './clock.js';

interface Task {
  readonly dueMs: number;
  readonly run: () => void;
}

/**
 * Time that passes as fast as the machine can: it jumps from one timer to the next as soon as nothing else is left to do.
 * Between two timers every promise settles, so the order of everything depends on the timers alone and is the same in each
 * run. Work that takes the machine's time must hold the clock (`during`).
 */
export class VirtualClock implements Clock {
  #nowMs: number;
  /** By time; of the same time in the order of the calls. */
  readonly #tasks: Task[] = [];
  #holds = 0;
  #coming: NodeJS.Immediate | undefined;
  #closed = false;

  constructor(startMs = 0) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const task = { dueMs: this.#nowMs + Math.max(0, delayMs), run };
    this.#tasks.splice(this.#tasks.findLastIndex(({ dueMs }) => dueMs <= task.dueMs) + 1, 0, task);
    this.#advanceSoon();
    return () => {
      const index = this.#tasks.indexOf(task);
      if (index >= 0) this.#tasks.splice(index, 1);
    };
  }

  hold(): () => void {
    this.#holds += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holds -= 1;
      this.#advanceSoon();
    };
  }

  /** No timer runs any more. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#tasks.length = 0;
    clearImmediate(this.#coming);
  }

  /** A turn of the event loop of its own for each timer: promises settle before it. */
  #advanceSoon(): void {
    if (this.#closed || this.#holds > 0 || this.#tasks.length === 0) return;
    this.#coming ??= setImmediate(() => {
      this.#coming = undefined;
      this.#advance();
    });
  }

  #advance(): void {
    if (this.#holds > 0) return;
    const task = this.#tasks.shift();
    if (task === undefined) return;
    this.#nowMs = task.dueMs;
    try {
      task.run();
    } finally {
      this.#advanceSoon();
    }
  }
}

import type { Clock } from '../../src/shared/clock.js';

interface Task {
  readonly dueMs: number;
  readonly run: () => void;
}

/** Time that passes only when the test lets it: it jumps from one thing that is due to the next. */
export class VirtualTime {
  nowMs: number;
  #tasks: Task[] = [];

  constructor(nowMs = 0) {
    this.nowMs = nowMs;
  }

  readonly after = (delayMs: number, run: () => void): (() => void) =>
    this.at(this.nowMs + delayMs, run);

  readonly clock: Clock = { nowMs: () => this.nowMs, after: this.after };

  /** Does something at a time; what is due at the same time is done in the order of the calls. The result cancels it. */
  at(dueMs: number, run: () => void): () => void {
    const task = { dueMs: Math.max(dueMs, this.nowMs), run };
    this.#tasks.splice(this.#tasks.findLastIndex((other) => other.dueMs <= dueMs) + 1, 0, task);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  /** Does what is next. */
  step(): void {
    const task = this.#tasks.shift();
    if (task === undefined) throw new Error('nothing is to happen any more');
    this.nowMs = task.dueMs;
    task.run();
  }

  /** Lets time pass, and promises settle, until the condition holds; false when it never does. */
  async runUntil(condition: () => boolean, limitMs: number): Promise<boolean> {
    for (;;) {
      for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
      if (condition()) return true;
      const [next] = this.#tasks;
      if (next === undefined || next.dueMs > limitMs) return false;
      this.step();
    }
  }
}

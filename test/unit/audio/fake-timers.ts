import type { Clock } from '../../../src/shared/clock.js';

/** A clock that stands until it is moved; tasks run in the order they are due. */
export class FakeTimers implements Clock {
  #nowMs = 1000;
  #tasks: { readonly dueMs: number; readonly task: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, task: () => void): () => void {
    const entry = { dueMs: this.#nowMs + delayMs, task };
    this.#tasks.push(entry);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== entry);
    };
  }

  /** Lets time pass, with every task at its instant. */
  pass(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const [next] = this.#tasks.toSorted((a, b) => a.dueMs - b.dueMs);
      if (next === undefined || next.dueMs > untilMs) break;
      this.#tasks = this.#tasks.filter((other) => other !== next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.task();
    }
    this.#nowMs = untilMs;
  }

  /** Lets time pass while the process is held up: tasks run late, at the end, after what came from outside. */
  hang(ms: number, arrive: () => void = () => undefined): void {
    this.#nowMs += ms;
    arrive();
    this.pass(0);
  }
}

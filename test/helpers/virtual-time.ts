/** Time that passes only when the test lets it: tasks run in the order in which they are due. */
export class VirtualTime {
  nowMs = 0;
  #tasks: { readonly dueMs: number; readonly order: number; readonly task: () => void }[] = [];
  #order = 0;

  readonly clock = (): number => this.nowMs;

  readonly after = (delayMs: number, task: () => void): (() => void) => {
    const entry = { dueMs: this.nowMs + delayMs, order: (this.#order += 1), task };
    this.#tasks.push(entry);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== entry);
    };
  };

  /** Lets time pass, and promises settle, until the condition holds; false when it never does. */
  async runUntil(condition: () => boolean, limitMs: number): Promise<boolean> {
    for (;;) {
      for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
      if (condition()) return true;
      const [first, ...others] = this.#tasks.toSorted(
        (a, b) => a.dueMs - b.dueMs || a.order - b.order,
      );
      if (first === undefined || first.dueMs > limitMs) return false;
      this.#tasks = others;
      this.nowMs = first.dueMs;
      first.task();
    }
  }
}

import type { Random } from '../random-session.js';

interface Task {
  readonly dueMs: number;
  readonly run: () => void;
}

/** How long a program may be held up, by its own work or by the machine, and how often. */
const longestHoldMs = 100;
const holdIntervalMs = 1000;

/** A clock that jumps from one thing that happens to the next. */
export class VirtualTime {
  readonly #random: Random;
  #tasks: Task[] = [];
  #nowMs = 5000;
  #hold = { fromMs: 0, toMs: 0 };

  constructor(random: Random) {
    this.#random = random;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** From `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.#random() * (most - least);
  }

  /** Does something at a time; what is due at the same time is done in the order of the calls. */
  at(dueMs: number, run: () => void): void {
    const index = this.#tasks.findLastIndex((task) => task.dueMs <= dueMs) + 1;
    this.#tasks.splice(index, 0, { dueMs: Math.max(dueMs, this.#nowMs), run });
  }

  /** Lets the program do something as soon as it comes to it: it is held up once a second, for up to 100 ms. */
  program(dueMs: number, run: () => void): void {
    this.at(dueMs, () => {
      while (this.#hold.toMs <= this.#nowMs) {
        const fromMs = this.#hold.fromMs + this.between(0.5, 1.5) * holdIntervalMs;
        this.#hold = { fromMs, toMs: fromMs + this.between(0, longestHoldMs) };
      }
      if (this.#hold.fromMs <= this.#nowMs) this.at(this.#hold.toMs, run);
      else run();
    });
  }

  /** Does what is next. */
  step(): void {
    const task = this.#tasks.shift();
    if (task === undefined) throw new Error('nothing is to happen any more');
    this.#nowMs = task.dueMs;
    task.run();
  }
}

/** Delivers what was given to it in order, each after a delay of its own. */
export class Line {
  #lastMs = 0;

  /** When something that is given away now, or at `fromMs`, arrives. */
  arrival(fromMs: number, delayMs: number): number {
    this.#lastMs = Math.max(this.#lastMs, fromMs + delayMs);
    return this.#lastMs;
  }
}

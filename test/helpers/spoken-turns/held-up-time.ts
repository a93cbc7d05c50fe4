import type { Random } from '../random-session.js';
import { VirtualTime } from '../virtual-time.js';

/** How long a program may be held up, by its own work or by the machine, and how often. */
const longestHoldMs = 100;
const holdIntervalMs = 1000;

/** Time in which the program is held up now and then. */
export class HeldUpTime extends VirtualTime {
  readonly #random: Random;
  #hold = { fromMs: 0, toMs: 0 };

  constructor(random: Random) {
    super(5000);
    this.#random = random;
  }

  /** From `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.#random() * (most - least);
  }

  /** Lets the program do something as soon as it comes to it: it is held up once a second, for up to 100 ms. */
  program(dueMs: number, run: () => void): void {
    this.at(dueMs, () => {
      while (this.#hold.toMs <= this.nowMs) {
        const fromMs = this.#hold.fromMs + this.between(0.5, 1.5) * holdIntervalMs;
        this.#hold = { fromMs, toMs: fromMs + this.between(0, longestHoldMs) };
      }
      if (this.#hold.fromMs <= this.nowMs) this.at(this.#hold.toMs, run);
      else run();
    });
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

import type { Clock } from '../../shared/clock.js';

/** With more waiting than this a delay ends early. */
const maxWaitingBytes = 16 * 1024 * 1024;

export interface LaneOptions {
  readonly clock: Clock;
  /** Does something with a message whose turn it is. A number: it is to be delivered after so many milliseconds. */
  readonly take: (text: string) => number | undefined;
  readonly deliver: (text: string) => void;
  /** More came during a delay than is kept. */
  readonly onOverflow: () => void;
}

/** Messages in one direction, in their order: what follows a delayed one waits behind it. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #waiting: string[] = [];
  #waitingBytes = 0;
  #delayed: { readonly text: string; readonly cancel: () => void } | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  push(text: string): void {
    if (this.#delayed === undefined) {
      this.#take(text);
      return;
    }
    this.#waiting.push(text);
    this.#waitingBytes += Buffer.byteLength(text);
    if (this.#waitingBytes <= maxWaitingBytes) return;
    this.#options.onOverflow();
    this.#endDelay();
  }

  /** Delivers what waits at once. */
  flush(): void {
    while (this.#isDelaying()) this.#endDelay();
  }

  /** Forgets what waits. */
  close(): void {
    this.#delayed?.cancel();
    this.#delayed = undefined;
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
  }

  #isDelaying(): boolean {
    return this.#delayed !== undefined;
  }

  #take(text: string): void {
    const { clock, take } = this.#options;
    const delayMs = take(text);
    if (delayMs === undefined) return;
    const cancel = clock.after(delayMs, () => {
      this.#endDelay();
    });
    this.#delayed = { text, cancel };
  }

  #endDelay(): void {
    const delayed = this.#delayed;
    delayed?.cancel();
    this.#delayed = undefined;
    if (delayed !== undefined) this.#options.deliver(delayed.text);
    // One of them may be delayed itself, or end the connection.
    while (!this.#isDelaying()) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#waitingBytes -= Buffer.byteLength(next);
      this.#take(next);
    }
  }
}

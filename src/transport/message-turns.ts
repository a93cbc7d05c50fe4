import { monotonicMs } from '../shared/clock.js';

/** Messages keep keys and timers waiting for so long, and for the last one that began. */
const sliceMs = 4;

export interface MessageTurnsOptions<Message> {
  readonly handle: (message: Message) => void;
  /** Stops the stream of messages, as far as it has not been read yet, and continues it. */
  readonly pause: () => void;
  readonly resume: () => void;
}

/**
 * Hands on messages in their order, for a few milliseconds in each turn of the event loop. More wait, and the stream is
 * paused until they are done: what waits is at most one read of the socket.
 */
export class MessageTurns<Message> {
  readonly #options: MessageTurnsOptions<Message>;
  readonly #waiting: Message[] = [];
  /** End of the slice of this turn; undefined when it has not begun. */
  #sliceEndMs: number | undefined;

  constructor(options: MessageTurnsOptions<Message>) {
    this.#options = options;
  }

  push(message: Message): void {
    if (this.#waiting.length === 0 && !this.#isSliceOver()) {
      this.#options.handle(message);
      return;
    }
    if (this.#waiting.length === 0) this.#options.pause();
    this.#waiting.push(message);
  }

  /** Hands on everything at once: nothing more will come. */
  flush(): void {
    for (const message of this.#waiting.splice(0)) this.#options.handle(message);
  }

  /** Forgets what waits; the stream is not paused any more. */
  stop(): void {
    if (this.#waiting.splice(0).length > 0) this.#options.resume();
  }

  #isSliceOver(): boolean {
    if (this.#sliceEndMs !== undefined) return monotonicMs() > this.#sliceEndMs;
    this.#sliceEndMs = monotonicMs() + sliceMs;
    setImmediate(() => {
      this.#sliceEndMs = undefined;
      this.#continue();
    });
    return false;
  }

  #continue(): void {
    if (this.#waiting.length === 0) return;
    while (!this.#isSliceOver()) {
      const message = this.#waiting.shift();
      if (message === undefined) break;
      this.#options.handle(message);
    }
    if (this.#waiting.length === 0) this.#options.resume();
  }
}

import type { WebSocket } from 'ws';
import type { Pace } from '../kernel/pace.js';
import type { Prng } from '../kernel/prng.js';

/** More waiting messages than this, and the socket is not read until they are handled. */
const highWaterMessages = 1000;
/** What the way to the service and back takes, milliseconds (service recordings: 60 to 110). */
const wayMs = [60, 110] as const;

/** Hands the messages of a client over in their order, as late as the recorded service answers. */
export class Inbox {
  readonly #socket: WebSocket;
  readonly #pace: Pace;
  readonly #delayMs: number;
  readonly #handle: (text: string) => void;
  readonly #waiting: { readonly text: string; readonly dueMs: number }[] = [];
  #running = false;
  #closed = false;

  constructor(socket: WebSocket, pace: Pace, jitter: Prng, handle: (text: string) => void) {
    this.#socket = socket;
    this.#pace = pace;
    this.#delayMs = jitter.between(...wayMs);
    this.#handle = handle;
  }

  push(text: string): void {
    const dueMs = this.#pace.nowMs() + this.#delayMs;
    this.#waiting.push({ text, dueMs });
    if (this.#waiting.length > highWaterMessages) this.#socket.pause();
    if (!this.#running) void this.#run();
  }

  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      await this.#pace.until(next.dueMs);
      if (this.#closed) return;
      this.#waiting.shift();
      if (this.#waiting.length <= highWaterMessages / 2 && this.#socket.isPaused) {
        this.#socket.resume();
      }
      this.#handle(next.text);
    }
    this.#running = false;
  }
}

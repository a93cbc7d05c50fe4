import { during, monotonicMs, type Clock } from '../../shared/clock.js';
import type { Pace } from '../kernel/pace.js';
import type { Prng } from '../kernel/prng.js';
import { nextTurn } from '../kernel/turns.js';
import type { Outbox } from './outbox.js';
import type { Wire } from './wire.js';

/** With more messages or bytes waiting, the client is not read until they are handled. */
const highWaterMessages = 1000;
const highWaterBytes = 4 * 1024 * 1024;
/** After so long it is the other clients' turn. */
const sliceMs = 8;
/** A message that takes a turn of its own. */
const bigBytes = 256 * 1024;
/** What the way to the service and back takes, milliseconds (service recordings: 60 to 110). */
const wayMs = [60, 110] as const;

interface Waiting {
  readonly data: Buffer;
  readonly dueMs: number;
}

export interface InboxOptions {
  readonly wire: Wire;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly jitter: Prng;
  readonly outbox: Outbox;
  /** Handles one message; what it returns is awaited before the next. */
  readonly handle: (data: Buffer) => Promise<void> | undefined;
}

/**
 * Hands the messages of a client over in their order: at once, or as late as the recorded service answers. A client gets
 * a few milliseconds at a time, and nothing more while it does not read what it was sent.
 */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #delayMs: number;
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #sliceSinceMs: number | undefined;
  #running = false;
  #closed = false;

  constructor(options: InboxOptions) {
    this.#options = options;
    const delayMs = options.jitter.between(...wayMs);
    this.#delayMs = options.pace.immediate ? 0 : delayMs;
  }

  /** What waits to be handled. */
  get bytes(): number {
    return this.#waitingBytes;
  }

  push(data: Buffer): void {
    if (this.#closed) return;
    const { pace, outbox, handle } = this.#options;
    const isFree = !this.#running && data.length < bigBytes && !this.#isSliceOver();
    if (pace.immediate && isFree && !outbox.isFull) {
      const rest = handle(data);
      if (rest !== undefined) void this.#run(rest);
      return;
    }
    this.#waiting.push({ data, dueMs: pace.nowMs() + this.#delayMs });
    this.#waitingBytes += data.length;
    if (this.#isFull(1)) this.#options.wire.pause();
    if (!this.#running) void this.#run();
  }

  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
  }

  async #run(first?: Promise<void>): Promise<void> {
    const { wire, clock, pace, outbox, handle } = this.#options;
    this.#running = true;
    await first;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (!pace.immediate) await pace.until(next.dueMs);
      if (this.#isSliceOver() || next.data.length >= bigBytes) await during(clock, nextTurn());
      if (outbox.isFull) await outbox.drained();
      if (this.#closed) return;
      this.#waiting.shift();
      this.#waitingBytes -= next.data.length;
      if (wire.isPaused && !this.#isFull(0.5)) wire.resume();
      await handle(next.data);
    }
    this.#running = false;
  }

  /** @param share of what may wait */
  #isFull(share: number): boolean {
    return (
      this.#waiting.length > share * highWaterMessages ||
      this.#waitingBytes > share * highWaterBytes
    );
  }

  /** Counts from the first message that is handled in a turn of the event loop. */
  #isSliceOver(): boolean {
    if (this.#sliceSinceMs === undefined) {
      this.#sliceSinceMs = monotonicMs();
      setImmediate(() => {
        this.#sliceSinceMs = undefined;
      });
    }
    return monotonicMs() - this.#sliceSinceMs > sliceMs;
  }
}

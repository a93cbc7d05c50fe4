import { messageOf } from '../shared/errors.js';
import type { FilePort, RecorderClock } from './disk.js';

const firstBackOffMs = 10;
const longestBackOffMs = 1000;
/** A write that takes longer is reported as an outage, although it may still succeed. */
const writeDeadlineMs = 800;
/** How often a file that takes writes is checked to be still there. */
const checkMs = 1000;

interface RetryingFileOptions {
  /** Name of the file in messages. */
  readonly name: string;
  readonly clock: RecorderClock;
  readonly onTrouble: (sentence: string) => void;
  /** What an outage has cost, as the end of a sentence (`1.5 s of sound were lost`); undefined when nothing. */
  readonly loss: () => string | undefined;
}

/** A file whose failing writes are reported once per outage and slowed down by a back-off; the caller retries. */
export class RetryingFile {
  readonly #file: FilePort;
  readonly #options: RetryingFileOptions;
  readonly #giveUp = new AbortController();
  #backOffMs = firstBackOffMs;
  #inOutage = false;
  #checkedMs: number;
  #deleted = false;
  readonly #closed = new AbortController();
  #isWatched = false;
  /** Undefined while nothing is written. */
  #writingSinceMs: number | undefined;

  constructor(file: FilePort, options: RetryingFileOptions) {
    this.#file = file;
    this.#options = options;
    this.#checkedMs = options.clock.nowMs();
  }

  /** True once the file was found to be deleted: nothing in it can be read any more. */
  get deleted(): boolean {
    return this.#deleted;
  }

  get name(): string {
    return this.#options.name;
  }

  /** True once `stop` was called: no further attempt makes sense. */
  get stopped(): boolean {
    return this.#giveUp.signal.aborted;
  }

  /** Ends a running back-off and makes `stopped` true. */
  stop(): void {
    this.#giveUp.abort();
  }

  close(): Promise<void> {
    this.#closed.abort();
    return this.#file.close();
  }

  /**
   * One write. A failed or short one resolves after the back-off; never rejects.
   * @returns bytes known to be in the file, from the start of `bytes`
   */
  attempt(bytes: Uint8Array, position: number): Promise<number> {
    return this.#attempt(() => this.#file.write(bytes, position), bytes.length);
  }

  /** Cuts the file off behind `length` bytes; as `attempt`. @returns whether it succeeded */
  async truncate(length: number): Promise<boolean> {
    const cut = async (): Promise<number> => {
      await this.#file.truncate(length);
      return 1;
    };
    return (await this.#attempt(cut, 1)) === 1;
  }

  async #attempt(act: () => Promise<number>, expected: number): Promise<number> {
    const result = await this.#watched(act, expected);
    if (result.written === expected) {
      this.#recovered();
      if (this.#options.clock.nowMs() - this.#checkedMs >= checkMs) await this.checkDeleted();
      return result.written;
    }
    this.#failed(result.reason);
    const waitMs = this.#backOffMs;
    this.#backOffMs = Math.min(2 * this.#backOffMs, longestBackOffMs);
    await this.#options.clock.delay(waitMs, this.#giveUp.signal);
    return result.written;
  }

  /** Reports, once, that the file was deleted. Never rejects. */
  async checkDeleted(): Promise<void> {
    this.#checkedMs = this.#options.clock.nowMs();
    if (this.#deleted) return;
    // A file that cannot be asked is not known to be gone.
    this.#deleted = await this.#file.isDeleted().catch(() => false);
    if (this.#deleted)
      this.#options.onTrouble(
        `${this.#options.name} was deleted; its content is lost. The session continues.`,
      );
  }

  async #watched(
    act: () => Promise<number>,
    expected: number,
  ): Promise<{ readonly written: number; readonly reason: string }> {
    this.#writingSinceMs = this.#options.clock.nowMs();
    if (!this.#isWatched) void this.#watch();
    try {
      const written = await act();
      return { written, reason: `only ${written} of ${expected} bytes were taken` };
    } catch (thrown) {
      return { written: 0, reason: messageOf(thrown) };
    } finally {
      this.#writingSinceMs = undefined;
    }
  }

  /** One timer at a time, not one a write: a session in virtual time writes as fast as the machine can. */
  async #watch(): Promise<void> {
    this.#isWatched = true;
    const { clock } = this.#options;
    for (let waitMs = writeDeadlineMs; waitMs > 0; waitMs = this.#leftMs()) {
      await clock.delay(waitMs, this.#closed.signal);
      if (this.#closed.signal.aborted) return;
    }
    this.#isWatched = false;
    if (this.#writingSinceMs !== undefined) this.#failed('the disk does not respond');
  }

  /** Until the write that is under way is overdue; 0 without one. */
  #leftMs(): number {
    if (this.#writingSinceMs === undefined) return 0;
    return Math.max(0, this.#writingSinceMs + writeDeadlineMs - this.#options.clock.nowMs());
  }

  #failed(reason: string): void {
    if (this.#inOutage) return;
    this.#inOutage = true;
    this.#options.onTrouble(
      `Recording to ${this.#options.name} failed (${reason}); the session continues and writing is retried.`,
    );
  }

  #recovered(): void {
    this.#backOffMs = firstBackOffMs;
    if (!this.#inOutage) return;
    this.#inOutage = false;
    const loss = this.#options.loss();
    this.#options.onTrouble(
      `Recording to ${this.#options.name} resumed; ${loss ?? 'nothing was lost'}.`,
    );
  }
}

import type { RetryingFile } from './retrying-file.js';

interface AppendQueueOptions {
  /** The file, or what creates it for the first bytes; undefined when it cannot be created. */
  readonly file: RetryingFile | (() => Promise<RetryingFile | undefined>);
  /** Length of the file so far. */
  readonly position: number;
  /** Bytes that may wait for the disk. */
  readonly maxBytes: number;
  readonly bytesPerWrite: number;
}

/**
 * Appends to a file, one write at a time, each at its own position: what a failed or short write left behind is
 * overwritten by the same bytes, so that only a kill can tear the end. Bytes that find the queue full are refused
 * (drop-newest).
 */
export class AppendQueue {
  readonly #options: AppendQueueOptions;
  #file: RetryingFile | undefined;
  #position: number;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(options: AppendQueueOptions) {
    this.#options = options;
    this.#file = typeof options.file === 'function' ? undefined : options.file;
    this.#position = options.position;
  }

  /** Bytes that the file does not have yet. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Bytes that the file has. */
  get writtenBytes(): number {
    return this.#position;
  }

  /** How many bytes there is room for. */
  get room(): number {
    return this.#stopped ? 0 : this.#options.maxBytes - this.#queuedBytes;
  }

  /** @returns false when there is no room */
  append(bytes: Uint8Array): boolean {
    if (bytes.length > this.room) return false;
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    this.#running ??= this.#run();
    return true;
  }

  /** Resolves when nothing waits or the queue was stopped. Never rejects. */
  async written(): Promise<void> {
    await this.#running;
  }

  /** No more writes are tried. */
  stop(): void {
    this.#stopped = true;
    this.#file?.stop();
  }

  async close(): Promise<void> {
    this.stop();
    await this.#running;
    await this.#file?.close();
  }

  async #run(): Promise<void> {
    const { file: given } = this.#options;
    this.#file ??= await (typeof given === 'function' ? given() : given);
    // What is handed over in the same turn of the event loop goes into one write.
    await Promise.resolve();
    if (this.#stopped) this.#file?.stop();
    const file = this.#file;
    while (file !== undefined && this.#queue.length > 0 && !file.stopped) {
      const batch = this.#takeBatch();
      const written = await file.attempt(batch, this.#position);
      this.#position += written;
      this.#queuedBytes -= written;
      if (written < batch.length) this.#queue.unshift(batch.subarray(written));
    }
    if (file === undefined) this.#discard();
    this.#running = undefined;
  }

  #discard(): void {
    this.#stopped = true;
    this.#queue = [];
    this.#queuedBytes = 0;
  }

  #takeBatch(): Buffer {
    let count = 0;
    for (let bytes = 0; count < this.#queue.length && bytes < this.#options.bytesPerWrite;) {
      bytes += this.#queue[count]?.length ?? 0;
      count += 1;
    }
    return Buffer.concat(this.#queue.splice(0, count));
  }
}

/** The parts of a stream of the process that are used here. */
export interface OutputStream {
  readonly writableLength: number;
  write(bytes: Uint8Array, written: (error?: Error | null) => void): boolean;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** Where output goes. */
export interface Outlet {
  /** Writes before the stream is opened, without waiting, as much as it can: the number of bytes. */
  writeDirectly?(bytes: Uint8Array): number;
  /** Called when the stream is needed first: those of the process take long to load. */
  open(): OpenOutlet;
}

interface OpenOutlet {
  readonly stream: OutputStream;
  /** How long `drained` waits for a reader that takes nothing. */
  readonly stallMs: number;
}

/** What the stream itself holds, and the largest single write: each that ends is progress of the reader. */
const maxInStreamBytes = 4 * 1024;
/** What waits for a slow reader; more is lost (drop-newest). */
const maxWaitingBytes = 64 * 1024 * 1024;

/**
 * Writes to a stream without ever waiting for its reader. What a slow reader does not take waits, bounded, and `drained`
 * gives it time to take the rest before the program exits.
 */
export class StreamOutput {
  readonly #outlet: Outlet;
  #opened: OpenOutlet | undefined;
  #failure: NodeJS.ErrnoException | undefined;
  #onFailure: (error: NodeJS.ErrnoException) => void = () => undefined;
  readonly #failed = new Promise<NodeJS.ErrnoException>((resolve) => {
    this.#onFailure = resolve;
  });
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #lostBytes = 0;
  #isBroken = false;
  #onProgress: (() => void) | undefined;

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
  }

  /** Settles with the first error of the stream, for example EPIPE: its reader has gone. */
  get failed(): Promise<NodeJS.ErrnoException> {
    this.#stream();
    return this.#failed;
  }

  /** The first error of the stream so far. */
  get failure(): NodeJS.ErrnoException | undefined {
    return this.#failure;
  }

  /** Bytes that were lost, because too much waited already or nobody took them before the end. */
  get lostBytes(): number {
    return this.#lostBytes;
  }

  write(text: string): void {
    if (this.#isBroken) return;
    let bytes = Buffer.from(text);
    if (this.#opened === undefined)
      bytes = bytes.subarray(this.#outlet.writeDirectly?.(bytes) ?? 0);
    if (bytes.length === 0) return;
    if (this.#waitingBytes + bytes.length > maxWaitingBytes) {
      this.#lostBytes += bytes.length;
      return;
    }
    for (let from = 0; from < bytes.length; from += maxInStreamBytes)
      this.#waiting.push(bytes.subarray(from, from + maxInStreamBytes));
    this.#waitingBytes += bytes.length;
    this.#pump();
  }

  /** Resolves when at most so many bytes wait for the reader, however long it takes them, or nobody reads any more. */
  async room(maxBytes: number): Promise<void> {
    while (!this.#isBroken && this.#unwritten() > maxBytes)
      await new Promise<void>((resolve) => {
        this.#onProgress = resolve;
      });
  }

  /** Resolves when everything was taken, or nothing more will be: the stream broke, or its reader stands still. */
  async drained(): Promise<void> {
    if (this.#opened === undefined) return;
    // A stream tells of a failed write only later, also where it writes at once.
    await new Promise((resolve) => setImmediate(resolve));
    while (!this.#isBroken && this.#unwritten() > 0) {
      if (await this.#progress()) continue;
      this.#lostBytes += this.#unwritten();
      this.#isBroken = true;
      this.#forget();
      return;
    }
  }

  #unwritten(): number {
    return this.#waitingBytes + (this.#opened?.stream.writableLength ?? 0);
  }

  #forget(): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #stream(): OutputStream {
    if (this.#opened) return this.#opened.stream;
    this.#opened = this.#outlet.open();
    const { stream } = this.#opened;
    stream.on('error', (error) => {
      this.#failure ??= error;
      this.#isBroken = true;
      this.#forget();
      this.#onFailure(error);
      this.#onProgress?.();
    });
    return stream;
  }

  #pump(): void {
    const stream = this.#stream();
    while (this.#waiting.length > 0 && stream.writableLength < maxInStreamBytes) {
      const bytes = this.#waiting.shift();
      if (bytes === undefined) return;
      this.#waitingBytes -= bytes.length;
      stream.write(bytes, () => {
        this.#pump();
        this.#onProgress?.();
      });
    }
  }

  /** Whether the reader took something in time. */
  async #progress(): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (happened: boolean): void => {
        clearTimeout(deadline);
        this.#onProgress = undefined;
        resolve(happened);
      };
      const deadline = setTimeout(() => {
        settle(false);
      }, this.#opened?.stallMs);
      this.#onProgress = () => {
        settle(true);
      };
    });
  }
}

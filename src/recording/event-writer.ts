import type { PatientFile } from './retrying-file.js';

/** Bytes of lines that may wait for the disk. */
export const maxQueuedBytes = 8 * 1024 * 1024;
/** A longer line is lost: no event of the service comes near it once its sound is left out. */
const maxLineBytes = 4 * 1024 * 1024;
const bytesPerWrite = 64 * 1024;

/**
 * Appends lines, one write at a time, each at its own position in the file: what a failed or short write left behind is
 * overwritten by the same bytes, so that only a kill can tear a line, and only the last one. Lines that find the queue
 * full are lost (drop-newest); the next line that fits is preceded by one that says how many.
 */
export class EventWriter {
  readonly #file: PatientFile;
  #position: number;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #lostTotal = 0;
  #lostUntold = 0;
  #running: Promise<void> | undefined;

  /** @param position length of the file so far: its header line */
  constructor(file: PatientFile, position: number) {
    this.#file = file;
    this.#position = position;
  }

  /** Lines that found the queue full. */
  get lostLines(): number {
    return this.#lostTotal;
  }

  /** Bytes that the file does not have yet. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /**
   * @param line JSON without a line break
   * @param nowMs session clock, for the line that tells of a loss
   */
  append(line: string, nowMs: number): void {
    const bytes = Buffer.from(`${line}\n`);
    const report = Buffer.from(
      this.#lostUntold === 0
        ? ''
        : `${JSON.stringify({ t: nowMs, type: 'lines-lost', lines: this.#lostUntold })}\n`,
    );
    const room = maxQueuedBytes - this.#queuedBytes - report.length;
    if (bytes.length > room || bytes.length > maxLineBytes) {
      this.#lostTotal += 1;
      this.#lostUntold += 1;
      return;
    }
    if (report.length > 0) this.#queue.push(report);
    this.#queue.push(bytes);
    this.#queuedBytes += report.length + bytes.length;
    this.#lostUntold = 0;
    void this.write();
  }

  /** Writes what waits; resolves when nothing does or the file was stopped. Never rejects. */
  write(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    // What is handed over in the same turn of the event loop goes into one write.
    await Promise.resolve();
    while (this.#queue.length > 0 && !this.#file.stopped) {
      const batch = this.#takeBatch();
      const written = await this.#file.attempt(batch, this.#position);
      this.#position += written;
      this.#queuedBytes -= written;
      if (written < batch.length) this.#queue.unshift(batch.subarray(written));
    }
    this.#running = undefined;
  }

  #takeBatch(): Buffer {
    let count = 0;
    for (let bytes = 0; count < this.#queue.length && bytes < bytesPerWrite; count += 1) {
      bytes += this.#queue[count]?.length ?? 0;
    }
    return Buffer.concat(this.#queue.splice(0, count));
  }
}

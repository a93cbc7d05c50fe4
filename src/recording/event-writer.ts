import { AppendQueue } from './append-queue.js';
import { recorderLine } from './lines/write-line.js';
import type { RetryingFile } from './retrying-file.js';

/** Bytes of lines that may wait for the disk. */
export const maxQueuedBytes = 8 * 1024 * 1024;
/** A longer line is lost: no event of the service comes near it once its sound is left out. */
const maxLineBytes = 4 * 1024 * 1024;
const bytesPerWrite = 64 * 1024;

/** Appends lines. The next line after some that found the queue full is preceded by one that counts them. */
export class EventWriter {
  readonly #queue: AppendQueue;
  #lostTotal = 0;
  #lostUnreported = 0;

  /** @param position length of the file so far: its header line */
  constructor(file: RetryingFile, position: number) {
    this.#queue = new AppendQueue({
      file,
      position,
      maxBytes: maxQueuedBytes,
      bytesPerWrite,
    });
  }

  /** Lines that found the queue full. */
  get lostLines(): number {
    return this.#lostTotal;
  }

  /** Bytes that the file does not have yet. */
  get queuedBytes(): number {
    return this.#queue.queuedBytes;
  }

  /** Bytes that the file has. */
  get writtenBytes(): number {
    return this.#queue.writtenBytes;
  }

  /**
   * @param line JSON without a line break
   * @param nowMs session clock, for the line that reports a loss
   */
  append(line: string, nowMs: number): void {
    const bytes = Buffer.from(`${line}\n`);
    const report = Buffer.from(this.#lostUnreported === 0 ? '' : this.#report(nowMs));
    if (report.length + bytes.length > this.#queue.room || bytes.length > maxLineBytes) {
      this.#lostTotal += 1;
      this.#lostUnreported += 1;
      return;
    }
    if (report.length > 0) this.#queue.append(report);
    this.#queue.append(bytes);
    this.#lostUnreported = 0;
  }

  /** Resolves when everything is written or the file was stopped. Never rejects. */
  written(): Promise<void> {
    return this.#queue.written();
  }

  stop(): void {
    this.#queue.stop();
  }

  close(): Promise<void> {
    return this.#queue.close();
  }

  #report(nowMs: number): string {
    const line = recorderLine('lines-lost', nowMs, { lines: this.#lostUnreported });
    return `${JSON.stringify(line)}\n`;
  }
}

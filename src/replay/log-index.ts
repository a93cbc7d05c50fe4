import { LogReader, type Batch, type LogAccount, type LogStart } from '../recording/log-reader.js';
import type { LogFile } from './log-file.js';
import { SoundClock } from './sound-clock.js';
import { Timeline } from './timeline.js';

/** Little enough that folded lines in it do not hold up the screen. */
const chunkBytes = 8 * 1024;

/** Reads a recording's log a piece at a time into a timeline, so that its start can be seen before its end was read. */
export class LogIndex {
  readonly start: LogStart;
  readonly timeline: Timeline;
  readonly soundClock: SoundClock;
  readonly #file: Pick<LogFile, 'read'>;
  readonly #reader: LogReader;
  #growsTo = -1;
  #isComplete = false;
  #isRead = false;

  /**
   * @param path for messages
   * @param wavRateHz undefined without a WAV
   * @throws VoiceliveError `not-a-recording` or `recording-too-new`, exit code 2
   */
  constructor(file: Pick<LogFile, 'read'>, path: string, wavRateHz: number | undefined) {
    const reader = new LogReader(path);
    this.#file = file;
    this.#reader = reader;
    const first: Batch[] = [];
    while (reader.start === undefined) {
      const bytes = this.#next();
      first.push(...(bytes.length === 0 ? reader.end() : reader.push(bytes)));
    }
    this.start = reader.start;
    const { options } = this.start.header;
    this.soundClock = new SoundClock(options.inputRateHz, wavRateHz ?? options.outputRateHz);
    this.timeline = new Timeline({
      session: options,
      read: (from, to) => reader.inputsIn(file.read(from, to)),
    });
    this.#append(first);
  }

  /** The log is closed and was read to its end. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** What there was of the log was read, at least once. */
  get isRead(): boolean {
    return this.#isRead;
  }

  get account(): LogAccount {
    return this.#reader.account;
  }

  /**
   * Reads the next piece.
   * @returns false when there is none for now: the log was read, or more of it is still to be written
   */
  step(): boolean {
    const bytes = this.#next();
    if (bytes.length > 0) {
      this.#append(this.#reader.push(bytes));
      return true;
    }
    const { lastState } = this.account;
    if (lastState !== undefined || this.#growsTo === this.#reader.bytes) {
      this.#append(this.#reader.release());
      this.#isComplete = lastState !== undefined;
    }
    // What was held back is given only when nothing came since the last look: its second may not be complete yet.
    this.#growsTo = this.#reader.bytes;
    this.#isRead = true;
    return false;
  }

  #next(): Uint8Array {
    const { bytes } = this.#reader;
    return this.#file.read(bytes, bytes + chunkBytes);
  }

  #append(batches: Iterable<Batch>): void {
    for (const batch of batches) {
      for (const input of batch.inputs) this.soundClock.add(input);
      this.timeline.append(batch);
    }
  }
}

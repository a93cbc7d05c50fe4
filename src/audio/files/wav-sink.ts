import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { VoiceliveError, exitCodes, messageOf } from '../../shared/errors.js';
import { during, type Clock } from '../../shared/clock.js';
import type { FrameSink } from './clocked-speaker.js';
import { samplesToBytes } from '../pure/pcm.js';
import { wavHeader } from '../pure/wav.js';

/** Ten seconds of frames may wait for a slow disk; beyond that writing fails. */
const maxWaitingFrames = 500;

function cannotWrite(path: string, cause: unknown): VoiceliveError {
  return new VoiceliveError(`the WAV file ${path} cannot be written: ${messageOf(cause)}`, {
    code: 'wav-unwritable',
    hint: 'Check the path given to --speaker.',
    exitCode: exitCodes.usage,
    cause,
  });
}

/** A write may be partial, e.g. on a nearly full disk. */
async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const left = bytes.length - written;
    written += (await file.write(bytes, written, left, position + written)).bytesWritten;
  }
}

/**
 * A WAV file that receives what is played. Its header is updated after every write, so the file is valid at any time.
 * A failure is reported once and ends the writing.
 */
export class WavSink implements FrameSink {
  readonly #path: string;
  readonly #rateHz: number;
  readonly #clock: Clock;
  #file: FileHandle | undefined;
  #waiting: Int16Array[] = [];
  #dataBytes = 0;
  #writing: Promise<void> | undefined;
  #onFailure: (error: VoiceliveError) => void = () => undefined;
  #failed = false;

  constructor(path: string, rateHz: number, clock: Clock) {
    this.#path = path;
    this.#rateHz = rateHz;
    this.#clock = clock;
  }

  /** @throws VoiceliveError `wav-unwritable`, exit code 2 */
  async open(onFailure: (error: VoiceliveError) => void): Promise<void> {
    this.#onFailure = onFailure;
    try {
      this.#file = await open(this.#path, 'w');
      await writeAll(this.#file, wavHeader(this.#rateHz, 1, 0), 0);
    } catch (cause) {
      await this.#file?.close().catch(() => undefined);
      throw cannotWrite(this.#path, cause);
    }
  }

  write(samples: Int16Array): void {
    if (this.#failed || this.#file === undefined) return;
    if (this.#waiting.length >= maxWaitingFrames) {
      this.#fail(new Error('the disk is too slow'));
      return;
    }
    this.#waiting.push(samples);
    this.#writing ??= during(this.#clock, this.#drain(this.#file));
  }

  /** Writes what is waiting and closes the file; idempotent. */
  async close(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    this.#file = undefined;
    await this.#writing;
    try {
      await file.close();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #drain(file: FileHandle): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const bytes = Buffer.concat(this.#waiting.map(samplesToBytes));
        this.#waiting = [];
        const header = wavHeader(this.#rateHz, 1, this.#dataBytes + bytes.length);
        await writeAll(file, bytes, header.length + this.#dataBytes);
        await writeAll(file, header, 0);
        this.#dataBytes += bytes.length;
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#writing = undefined;
    }
  }

  #fail(cause: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#waiting = [];
    this.#onFailure(cannotWrite(this.#path, cause));
  }
}

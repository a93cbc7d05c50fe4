import type { RetryingFile } from './retrying-file.js';
import type { DirtyRange, StereoWindow } from './stereo-window.js';
import { bytesPerFrame, headerBytes, wavHeader } from './wav-header.js';

/** Sample frames in one write: a backlog after an outage is written in pieces of 128 KiB. */
const framesPerWrite = 32_768;

/** How far the file reaches beyond the sound, in seconds, and when it is made longer again. */
const reserveSeconds = 1;
const leastReserveSeconds = 0.5;

/**
 * Brings what is new in the window into the file, one write at a time. The file and the sizes in its header are ahead of the
 * sound, with silence: so it is a whole WAV at every moment, and a write of sound counts as soon as it is done. The end
 * of the recording cuts the silence off.
 */
export class WavWriter {
  readonly #file: RetryingFile;
  readonly #window: StereoWindow;
  readonly #rateHz: number;
  readonly #largestRiffBytes: number | undefined;
  #running: Promise<void> | undefined;
  #writtenFrames = 0;
  /** As the header says. */
  #headerFrames = 0;
  /** As long as the file is, at least. */
  #fileFrames = 0;
  #finishing = false;
  #finished = false;

  /**
   * @param file holds the header of an empty recording
   * @param largestRiffBytes for tests: where the file becomes RF64
   */
  constructor(
    file: RetryingFile,
    window: StereoWindow,
    rateHz: number,
    largestRiffBytes: number | undefined,
  ) {
    this.#largestRiffBytes = largestRiffBytes;
    this.#file = file;
    this.#window = window;
    this.#rateHz = rateHz;
  }

  /** Sample frames of sound that the file has. */
  get writtenFrames(): number {
    return this.#writtenFrames;
  }

  /** Writes what is there; resolves when the file has everything or the file was stopped. Never rejects. */
  write(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  /** As `write`, and the file ends where the sound does. */
  finish(): Promise<void> {
    this.#finishing = true;
    return this.write();
  }

  async #run(): Promise<void> {
    // What is handed over in the same turn of the event loop goes into one write.
    await Promise.resolve();
    while (!this.#file.stopped && (await this.#step()));
    this.#running = undefined;
  }

  /** @returns whether there may be more to do */
  async #step(): Promise<boolean> {
    const range = this.#window.takeDirty(framesPerWrite);
    if (range !== undefined) {
      if (!(await this.#reach(range.to)) || !(await this.#writeSound(range)))
        this.#window.putBack(range);
      return true;
    }
    if (this.#finishing) return !this.#finished && this.#end();
    const least = this.#writtenFrames + leastReserveSeconds * this.#rateHz;
    if (this.#headerFrames >= least) return false;
    await this.#reach(this.#writtenFrames + reserveSeconds * this.#rateHz);
    return true;
  }

  async #writeSound(range: DirtyRange): Promise<boolean> {
    const position = headerBytes + range.from * bytesPerFrame;
    const written = await this.#file.attempt(range.bytes, position);
    if (written < range.bytes.length) return false;
    this.#writtenFrames = Math.max(this.#writtenFrames, range.to);
    return true;
  }

  /** Makes the file so long, with silence, then its header. @returns false when the disk did not take it */
  async #reach(frames: number): Promise<boolean> {
    if (this.#fileFrames < frames) {
      const last = new Uint8Array(bytesPerFrame);
      const written = await this.#file.attempt(last, headerBytes + (frames - 1) * bytesPerFrame);
      if (written < last.length) return false;
      this.#fileFrames = frames;
    }
    return this.#headerFrames >= frames || this.#writeHeader(frames);
  }

  async #writeHeader(frames: number): Promise<boolean> {
    const header = wavHeader(this.#rateHz, frames, this.#largestRiffBytes);
    if ((await this.#file.attempt(header, 0)) < header.length) return false;
    this.#headerFrames = frames;
    return true;
  }

  /** @returns true, as sound may have come meanwhile or the disk may have refused */
  async #end(): Promise<boolean> {
    const frames = this.#writtenFrames;
    this.#finished =
      (await this.#writeHeader(frames)) &&
      (await this.#file.truncate(headerBytes + frames * bytesPerFrame));
    return true;
  }
}

import { wavHeader } from '../audio/pure/wav.js';
import type { RetryingFile } from './retrying-file.js';
import type { StereoWindow } from './stereo-window.js';

const headerBytes = 44;
const bytesPerFrame = 4;
/** Sample frames in one write: a backlog after an outage is written in pieces of 128 KiB. */
const framesPerWrite = 32_768;

/** The sizes in a RIFF header have 32 bits and count 36 bytes besides the sound (12.4 hours at 24 kHz). */
export const maxWavFrames = Math.floor((0xffff_ffff - (headerBytes - 8)) / bytesPerFrame);

/** The header of a stereo 16-bit file with so many sample frames. */
export function stereoHeader(rateHz: number, frames: number): Uint8Array {
  return wavHeader(rateHz, 2, frames * bytesPerFrame);
}

/**
 * Brings what is new in the window into the file, one write at a time. The header's sizes follow the sound that is
 * already there, in one write of 44 bytes, so that the file is a whole WAV at every moment.
 */
export class WavWriter {
  readonly #file: RetryingFile;
  readonly #window: StereoWindow;
  readonly #rateHz: number;
  #running: Promise<void> | undefined;
  #writtenFrames = 0;
  #headerFrames = 0;

  /** `file` holds the header of an empty recording. */
  constructor(file: RetryingFile, window: StereoWindow, rateHz: number) {
    this.#file = file;
    this.#window = window;
    this.#rateHz = rateHz;
  }

  /** Sample frames that the file has, from its start. */
  get writtenFrames(): number {
    return this.#writtenFrames;
  }

  /** Writes what is there; resolves when the file has everything or the file was stopped. Never rejects. */
  write(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    // What is handed over in the same turn of the event loop goes into one write.
    await Promise.resolve();
    while (!this.#file.stopped) {
      const wroteSound = await this.#writeSound();
      const wroteHeader = await this.#writeHeader();
      if (!wroteSound && !wroteHeader) break;
    }
    this.#running = undefined;
  }

  async #writeSound(): Promise<boolean> {
    const range = this.#window.takeDirty(framesPerWrite);
    if (range === undefined) return false;
    const position = headerBytes + range.from * bytesPerFrame;
    const written = await this.#file.attempt(range.bytes, position);
    if (written < range.bytes.length) this.#window.putBack(range);
    else this.#writtenFrames = Math.max(this.#writtenFrames, range.to);
    return true;
  }

  async #writeHeader(): Promise<boolean> {
    const frames = this.#writtenFrames;
    if (frames === this.#headerFrames) return false;
    const header = stereoHeader(this.#rateHz, frames);
    const written = await this.#file.attempt(header, 0);
    if (written === header.length) this.#headerFrames = frames;
    return true;
  }
}

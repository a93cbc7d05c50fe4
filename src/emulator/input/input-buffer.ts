import { msToSamples, samplesToMs } from '../../audio/pure/pcm.js';

/** Audio kept of one uncommitted turn. */
const maxBufferMs = 300_000;

/**
 * The input audio buffer of a session. Positions are milliseconds of audio appended since the session began, regardless of
 * commits and clears. Bounded: the oldest audio is dropped and counted.
 */
export class InputBuffer {
  #rateHz: number;
  #chunks: Int16Array[] = [];
  #bufferedSamples = 0;
  /** Position of the end of the buffer. */
  #endMs = 0;
  #droppedMs = 0;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
  }

  get rateHz(): number {
    return this.#rateHz;
  }

  /** Position of the next sample. */
  get positionMs(): number {
    return this.#endMs;
  }

  get bufferedMs(): number {
    return samplesToMs(this.#bufferedSamples, this.#rateHz);
  }

  get bytes(): number {
    return this.#bufferedSamples * Int16Array.BYTES_PER_ELEMENT;
  }

  /** Audio lost because the buffer was full; only grows. */
  get droppedMs(): number {
    return this.#droppedMs;
  }

  append(samples: Int16Array): void {
    if (samples.length === 0) return;
    this.#chunks.push(samples);
    this.#bufferedSamples += samples.length;
    this.#endMs += samplesToMs(samples.length, this.#rateHz);
    const excess = this.#bufferedSamples - msToSamples(maxBufferMs, this.#rateHz);
    if (excess > 0) {
      this.#dropFirst(excess);
      this.#droppedMs += samplesToMs(excess, this.#rateHz);
    }
  }

  /** Removes everything before `endMs`, and returns what is left of the part from `startMs` on. */
  take(startMs: number, endMs: number): Int16Array {
    const firstMs = this.#endMs - this.bufferedMs;
    const from = Math.max(0, msToSamples(startMs - firstMs, this.#rateHz));
    const to = Math.min(this.#bufferedSamples, msToSamples(endMs - firstMs, this.#rateHz));
    this.#dropFirst(Math.min(from, Math.max(to, 0)));
    return this.#dropFirst(Math.max(0, to - from));
  }

  /** Removes and returns everything since the last commit or clear. */
  takeAll(): Int16Array {
    return this.#dropFirst(this.#bufferedSamples);
  }

  clear(): void {
    this.#chunks = [];
    this.#bufferedSamples = 0;
  }

  /** Drops buffered audio of another rate; the position keeps counting. */
  changeRate(rateHz: number): void {
    if (rateHz === this.#rateHz) return;
    this.clear();
    this.#rateHz = rateHz;
  }

  /** Removes and returns the first `count` samples. */
  #dropFirst(count: number): Int16Array {
    const taken = new Int16Array(count);
    let filled = 0;
    let whole = 0;
    for (const chunk of this.#chunks) {
      if (filled === count) break;
      const part = chunk.subarray(0, count - filled);
      taken.set(part, filled);
      filled += part.length;
      if (part.length < chunk.length) {
        this.#chunks[whole] = chunk.subarray(part.length);
        break;
      }
      whole += 1;
    }
    this.#chunks.splice(0, whole);
    this.#bufferedSamples -= count;
    return taken;
  }
}

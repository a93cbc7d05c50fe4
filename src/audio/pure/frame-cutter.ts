/** Cuts chunks of samples of any size into frames of equal length. */
export class FrameCutter {
  readonly #frameSamples: number;
  #frame: Int16Array;
  #filled = 0;

  /** @param frameSamples samples in a frame, at least 1 */
  constructor(frameSamples: number) {
    this.#frameSamples = frameSamples;
    this.#frame = new Int16Array(frameSamples);
  }

  /** Samples of the frame that is not complete yet. */
  get filled(): number {
    return this.#filled;
  }

  /** Adds samples; returns the frames that they complete. */
  push(samples: Int16Array): readonly Int16Array[] {
    const frames: Int16Array[] = [];
    let rest = samples;
    while (rest.length > 0) {
      const part = rest.subarray(0, this.#frameSamples - this.#filled);
      this.#frame.set(part, this.#filled);
      this.#filled += part.length;
      rest = rest.subarray(part.length);
      if (this.#filled === this.#frameSamples) frames.push(this.#take());
    }
    return frames;
  }

  /** The incomplete last frame, padded with silence; undefined when there is none. */
  end(): Int16Array | undefined {
    return this.#filled === 0 ? undefined : this.#take();
  }

  #take(): Int16Array {
    const frame = this.#frame;
    this.#frame = new Int16Array(this.#frameSamples);
    this.#filled = 0;
    return frame;
  }
}

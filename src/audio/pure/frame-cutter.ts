/** Cuts a stream of samples that come in any number into frames of one length. */
export class FrameCutter {
  readonly #frameSamples: number;
  #frame: Int16Array;
  #filled = 0;

  /** @param frameSamples samples in a frame, at least 1 */
  constructor(frameSamples: number) {
    this.#frameSamples = frameSamples;
    this.#frame = new Int16Array(frameSamples);
  }

  /** Takes the next samples and gives the frames that they complete. */
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

  /** The frame that was begun, filled up with silence; undefined when none was. */
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

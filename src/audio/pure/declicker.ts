import { msToSamples } from './pcm.js';

const fadeMs = 3;
/** Smaller steps (-42 dB) are not audible as a click; audio without larger ones passes unchanged. */
const quietStep = 256;

/**
 * Removes the click where audio starts, ends or jumps: the step is faded out over 3 ms by an offset added to the samples
 * after it. No sample is added, moved or removed.
 */
export class Declicker {
  readonly #fadeSamples: number;
  #last = 0;
  #offset = 0;
  /** Samples of the fade done so far. */
  #done: number;

  constructor(rateHz: number) {
    this.#fadeSamples = msToSamples(fadeMs, rateHz);
    this.#done = this.#fadeSamples;
  }

  /** Shapes the next samples in place. @param seams indices at which the waveform may jump, ascending */
  shape(samples: Int16Array, seams: readonly number[]): void {
    let from = 0;
    for (const seam of seams) {
      this.#fade(samples, from, seam);
      const step = (seam === 0 ? this.#last : (samples[seam - 1] ?? 0)) - (samples[seam] ?? 0);
      this.#offset = step;
      this.#done = Math.abs(step) > quietStep ? 0 : this.#fadeSamples;
      from = seam;
    }
    this.#fade(samples, from, samples.length);
    this.#last = samples.at(-1) ?? this.#last;
  }

  /** What follows follows silence. */
  reset(): void {
    this.#last = 0;
    this.#done = this.#fadeSamples;
  }

  #fade(samples: Int16Array, from: number, to: number): void {
    for (let n = from; n < to && this.#done < this.#fadeSamples; n += 1) {
      this.#done += 1;
      const weight = (1 + Math.cos((Math.PI * this.#done) / (this.#fadeSamples + 1))) / 2;
      const value = Math.round((samples[n] ?? 0) + this.#offset * weight);
      samples[n] = Math.max(-32768, Math.min(32767, value));
    }
  }
}

import { msToSamples } from './pcm.js';

/** Longest wait before sound begins. */
const longestMs = 400;
/** Sound that must play with some to spare before the wait becomes shorter. */
const provenMs = 5000;

/**
 * How much sound must wait before playing begins. Deltas that come in bursts faster than real time need next to none: one
 * frame. A gap makes it grow by the length of the gap, for so much would have bridged it; five seconds that were never
 * short by a frame take one frame off again.
 */
export class PreBuffer {
  readonly #stepSamples: number;
  readonly #longestSamples: number;
  readonly #provenSamples: number;
  #targetSamples: number;
  #playedSamples = 0;
  #waitedSamples = 0;

  /** @param stepSamples a frame of the device: the least and the unit of change */
  constructor(rateHz: number, stepSamples: number) {
    this.#stepSamples = stepSamples;
    this.#longestSamples = msToSamples(longestMs, rateHz);
    this.#provenSamples = msToSamples(provenMs, rateHz);
    this.#targetSamples = stepSamples;
  }

  /** What is waited for now; also the longest time that is waited. */
  get targetSamples(): number {
    return this.#targetSamples;
  }

  /**
   * Whether sound may begin now; to be asked for each frame while sound waits.
   * @param isComplete no more will come
   */
  mayBegin(queuedSamples: number, isComplete: boolean): boolean {
    const isEnough = queuedSamples >= this.#targetSamples || isComplete;
    if (isEnough || this.#waitedSamples >= this.#targetSamples) {
      this.#waitedSamples = 0;
      this.#playedSamples = 0;
      return true;
    }
    this.#waitedSamples += this.#stepSamples;
    return false;
  }

  /** Playing stopped in the middle of an item, for `gapSamples`. */
  starved(gapSamples: number): void {
    const steps = Math.max(1, Math.ceil(gapSamples / this.#stepSamples));
    this.#targetSamples = Math.min(
      this.#longestSamples,
      this.#targetSamples + steps * this.#stepSamples,
    );
    this.#playedSamples = 0;
  }

  /** A frame was played in the middle of an item, and so much was left. */
  played(leftSamples: number): void {
    this.#playedSamples =
      leftSamples < this.#stepSamples ? 0 : this.#playedSamples + this.#stepSamples;
    if (this.#playedSamples < this.#provenSamples) return;
    this.#playedSamples = 0;
    this.#targetSamples = Math.max(this.#stepSamples, this.#targetSamples - this.#stepSamples);
  }

  /** What waited is gone. */
  reset(): void {
    this.#waitedSamples = 0;
    this.#playedSamples = 0;
  }
}

import { msToSamples } from './pcm.js';

/** Longest wait before playback starts. */
const maxMs = 400;
/** Audio that must play without running short before the wait gets shorter. */
const provenMs = 5000;

/**
 * Decides how much audio must be buffered before playback starts. Deltas that arrive faster than real time need one frame.
 * A gap adds its own length, since that much would have bridged it; five seconds that never run short by a frame remove
 * one frame again.
 */
export class PreBuffer {
  readonly #stepSamples: number;
  readonly #maxSamples: number;
  readonly #provenSamples: number;
  #targetSamples: number;
  #playedSamples = 0;
  #waitedSamples = 0;

  /** @param stepSamples a frame of the device: the minimum, and the unit of change */
  constructor(rateHz: number, stepSamples: number) {
    this.#stepSamples = stepSamples;
    this.#maxSamples = msToSamples(maxMs, rateHz);
    this.#provenSamples = msToSamples(provenMs, rateHz);
    this.#targetSamples = stepSamples;
  }

  /** What must be buffered now; also the longest time waited for it. */
  get targetSamples(): number {
    return this.#targetSamples;
  }

  /**
   * Whether playback may start now; call it for each frame while audio waits.
   * @param isComplete no more audio will come
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
      this.#maxSamples,
      this.#targetSamples + steps * this.#stepSamples,
    );
    this.#playedSamples = 0;
  }

  /** A frame was played in the middle of an item. @param leftSamples what is still buffered */
  played(leftSamples: number): void {
    this.#playedSamples =
      leftSamples < this.#stepSamples ? 0 : this.#playedSamples + this.#stepSamples;
    if (this.#playedSamples < this.#provenSamples) return;
    this.#playedSamples = 0;
    this.#targetSamples = Math.max(this.#stepSamples, this.#targetSamples - this.#stepSamples);
  }

  /** The buffer was emptied. */
  reset(): void {
    this.#waitedSamples = 0;
    this.#playedSamples = 0;
  }
}

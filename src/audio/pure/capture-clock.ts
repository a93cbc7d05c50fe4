import { samplesToMs } from './pcm.js';

/** Reads that are compared: about a second. */
const maxReads = 50;
/** Samples that come later than this were not only read late: some were lost. */
const jumpMs = 200;

/**
 * When samples were captured. A device works at a steady pace, and what it has captured can be read late but never early,
 * so the earliest of the last reads dates the others.
 */
export class CaptureClock {
  readonly #rateHz: number;
  #capturedMs = 0;
  /** Times of the last reads less the sound captured by then. */
  #leadsMs: number[] = [];

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
  }

  /** @returns when the last of the samples just read was captured, on the clock of `readMs` */
  read(samples: number, readMs: number): number {
    this.#capturedMs += samplesToMs(samples, this.#rateHz);
    this.#leadsMs = [...this.#leadsMs, readMs - this.#capturedMs].slice(-maxReads);
    const atMs = this.#capturedMs + Math.min(...this.#leadsMs);
    if (readMs - atMs <= jumpMs) return atMs;
    this.#leadsMs = [readMs - this.#capturedMs];
    return readMs;
  }
}

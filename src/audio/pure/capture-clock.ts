import { samplesToMs } from './pcm.js';

/** Reads in a block, about a second, and blocks that are compared: a library can be later and later for ten seconds. */
const blockReads = 50;
const maxBlocks = 15;
/** No library holds this much more at one time than at another: when all of a block is so late, samples were lost. */
const lostMs = 25;
/** Samples that are even later were lost for sure. */
const jumpMs = 200;

/**
 * When samples were captured. A device works at a steady pace, and what it has captured can be read late but never early,
 * so the earliest of the last reads dates the others.
 */
export class CaptureClock {
  readonly #rateHz: number;
  #capturedMs = 0;
  /** Times of reads less the sound captured by then: the least of each block, and of the one under way. */
  #blocksMs: number[] = [];
  #blockMs = Number.POSITIVE_INFINITY;
  #reads = 0;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
  }

  /** @returns when the last of the samples just read was captured, on the clock of `readMs` */
  read(samples: number, readMs: number): number {
    this.#capturedMs += samplesToMs(samples, this.#rateHz);
    const leadMs = readMs - this.#capturedMs;
    if (leadMs - this.#leastMs > jumpMs) this.#restart();
    this.#blockMs = Math.min(this.#blockMs, leadMs);
    this.#reads += 1;
    const atMs = this.#capturedMs + this.#leastMs;
    if (this.#reads === blockReads) this.#endBlock();
    return atMs;
  }

  get #leastMs(): number {
    return Math.min(this.#blockMs, ...this.#blocksMs);
  }

  #endBlock(): void {
    const blockMs = this.#blockMs;
    const before = blockMs - this.#leastMs > lostMs ? [] : this.#blocksMs;
    this.#restart();
    this.#blocksMs = [...before, blockMs].slice(-maxBlocks);
  }

  #restart(): void {
    this.#blocksMs = [];
    this.#blockMs = Number.POSITIVE_INFINITY;
    this.#reads = 0;
  }
}

import { frameMs } from '../kernel/engine-types.js';
import type { CapturedFrame } from '../kernel/engine-types.js';

/** Numbers the frames of successive audio hosts as one sequence, with a gap where audio was lost in between. */
export class CaptureSequence {
  #offset = 0;
  #count = 0;
  #last: CapturedFrame | undefined;
  #isResumed = false;

  /** Frames received, without lost ones. */
  get count(): number {
    return this.#count;
  }

  /** A new host starts at frame 0. */
  restart(): void {
    this.#isResumed = this.#last !== undefined;
  }

  /** Renumbers a frame of the current host. */
  place(frame: CapturedFrame): CapturedFrame {
    if (this.#isResumed && this.#last !== undefined) {
      const missed = Math.max(1, Math.round((frame.atMs - this.#last.atMs) / frameMs) - 1);
      this.#offset = this.#last.sequence + 1 + missed - frame.sequence;
      this.#isResumed = false;
    }
    const placed = { ...frame, sequence: frame.sequence + this.#offset };
    this.#last = placed;
    this.#count += 1;
    return placed;
  }
}

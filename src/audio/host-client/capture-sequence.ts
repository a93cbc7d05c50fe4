import { frameMs } from '../kernel/engine-types.js';
import type { CapturedFrame } from '../kernel/engine-types.js';

/** Numbers the frames of one audio host after another as one sequence, with a step where sound was lost in between. */
export class CaptureSequence {
  #offset = 0;
  #count = 0;
  #last: CapturedFrame | undefined;
  #isResumed = false;

  /** Frames that came, without those lost. */
  get count(): number {
    return this.#count;
  }

  /** A new host begins at frame 0. */
  restart(): void {
    this.#isResumed = this.#last !== undefined;
  }

  /** The host's frame under its number in the whole. */
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

import { samplesToMs } from './pcm.js';

/**
 * The last moments of the microphone, for push-to-talk: people begin to speak when they press the key, or just before.
 * Bounded; the oldest frames make room.
 */
export class CaptureHistory<Frame extends { readonly samples: Int16Array }> {
  readonly #rateHz: number;
  readonly #keepMs: number;
  #frames: Frame[] = [];
  #keptMs = 0;

  /** @param keepMs how much is kept, in milliseconds */
  constructor(rateHz: number, keepMs: number) {
    this.#rateHz = rateHz;
    this.#keepMs = keepMs;
  }

  push(frame: Frame): void {
    this.#frames.push(frame);
    this.#keptMs += this.#msOf(frame);
    for (;;) {
      const [oldest] = this.#frames;
      if (oldest === undefined || this.#keptMs - this.#msOf(oldest) < this.#keepMs) return;
      this.#frames.shift();
      this.#keptMs -= this.#msOf(oldest);
    }
  }

  /**
   * The newest frames, oldest first: as few as hold `ms`, or all there are. They are taken: what is sent once is not
   * sent again. Older ones are forgotten.
   */
  take(ms: number): readonly Frame[] {
    let from = this.#frames.length;
    let takenMs = 0;
    while (from > 0 && takenMs < ms) {
      from -= 1;
      const frame = this.#frames[from];
      if (frame !== undefined) takenMs += this.#msOf(frame);
    }
    const taken = this.#frames.slice(from);
    this.clear();
    return taken;
  }

  clear(): void {
    this.#frames = [];
    this.#keptMs = 0;
  }

  #msOf(frame: Frame): number {
    return samplesToMs(frame.samples.length, this.#rateHz);
  }
}

import { samplesToMs } from './pcm.js';

/**
 * The latest audio from the microphone, for push-to-talk: users start to speak as they press the key, or just before.
 * Bounded; the oldest frames are dropped.
 */
export class CaptureHistory<Frame extends { readonly samples: Int16Array }> {
  readonly #rateHz: number;
  readonly #keepMs: number;
  #frames: Frame[] = [];
  #keptMs = 0;

  /** @param keepMs how much to keep, in milliseconds */
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

  /** Removes and returns the newest frames, oldest first: as few as hold `ms`, or all. Older ones are dropped. */
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

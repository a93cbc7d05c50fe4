import { levelFrameMs, noLevelDb, powerDb } from './frame-levels.js';
import { powerOf } from './level.js';
import { clickMs, floorDb, floorShareOf, offDb, onDb } from './voice-activity.js';

/** Frames of one estimate of the noise floor, and how many past estimates it is the least of. */
const blockFrames = 100;
const blocksBefore = 3;
/** Before there are this many frames, nothing is known of the noise. */
const fewFrames = 20;

/**
 * Finds the end of voice in audio as it comes, as `findVoice` does in a whole recording: by energy over a noise floor that
 * adapts, with hysteresis. Keeps levels of the last second and no samples.
 */
export class VoiceFollower {
  readonly #frame: Int16Array;
  #filled = 0;
  #block: number[] = [];
  #floors: number[] = [];
  #threshold = thresholdOf(floorDb([noLevelDb]));
  #before = 0;
  #last = 0;
  #frames = 0;
  #isVoice = false;
  #endMs: number | undefined;
  #loudMs: number | undefined;

  /** @param rateHz a multiple of 100 */
  constructor(rateHz: number) {
    this.#frame = new Int16Array((rateHz * levelFrameMs) / 1000);
  }

  /**
   * @param samples mono PCM16
   * @param atMs when the last of them was spoken, on any clock
   */
  push(samples: Int16Array, atMs: number): void {
    const msPerSample = levelFrameMs / this.#frame.length;
    for (let from = 0; from < samples.length;) {
      const part = samples.subarray(from, from + this.#frame.length - this.#filled);
      this.#frame.set(part, this.#filled);
      this.#filled += part.length;
      from += part.length;
      if (this.#filled < this.#frame.length) return;
      this.#filled = 0;
      this.#step(powerOf(this.#frame), atMs - (samples.length - from) * msPerSample);
    }
  }

  /** When the last voice ended, or how far it has got while it lasts; undefined before the first. */
  get endMs(): number | undefined {
    return this.#endMs;
  }

  /** When it was last louder than the noise, be it voice or a click; undefined before the first time. */
  get loudMs(): number | undefined {
    return this.#loudMs;
  }

  #step(power: number, frameEndMs: number): void {
    this.#learn(power);
    if (power > this.#threshold) {
      this.#loudMs = frameEndMs;
      this.#frames += 1;
      this.#isVoice ||= power > this.#threshold * 10 ** ((onDb - offDb) / 10);
      this.#before = this.#last;
      this.#last = power;
      if (!this.#isVoice || this.#frames * levelFrameMs < clickMs) return;
      // The share of the frame that is voice: that of the power that the frame before has.
      const share = this.#frames === 1 ? 1 : Math.min(1, power / this.#before);
      this.#endMs = frameEndMs - (1 - share) * levelFrameMs;
      return;
    }
    this.#frames = 0;
    this.#isVoice = false;
    this.#last = 0;
  }

  #learn(power: number): void {
    this.#block.push(power);
    if (this.#block.length < fewFrames && this.#floors.length === 0) return;
    if (this.#block.length % fewFrames !== 0) return;
    const own = powerDb(floorShareOf(Float32Array.from(this.#block)));
    this.#threshold = thresholdOf(floorDb([...this.#floors, own]));
    if (this.#block.length < blockFrames) return;
    this.#floors = [...this.#floors, own].slice(-blocksBefore);
    this.#block = [];
  }
}

function thresholdOf(floor: number): number {
  return 10 ** ((floor + offDb) / 10);
}

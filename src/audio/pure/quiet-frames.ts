import { concatSamples, samplesToMs } from './pcm.js';
import { VoiceFollower } from './voice-follower.js';

/** Longer than any turn detection waits for the end of a turn: that waits for no frame. */
const restMs = 4000;
/** What is joined at most; also how late a quiet frame can be. */
const joinedMs = 100;

/** Samples, and when the last of them was captured. */
export interface TimedSamples {
  readonly samples: Int16Array;
  readonly atMs: number;
}

/**
 * Joins frames of a microphone into which nobody has spoken for a while, since each frame that is sent costs about the
 * same, however long it is. The first frame above the noise is passed on at once, and so are all after it.
 */
export class QuietFrames {
  readonly #rateHz: number;
  readonly #voice: VoiceFollower;
  #soundMs: number | undefined;
  #held: TimedSamples[] = [];
  #heldMs = 0;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
    this.#voice = new VoiceFollower(rateHz);
  }

  /** @returns what to pass on now, oldest first */
  push(frame: TimedSamples): readonly TimedSamples[] {
    const { samples, atMs } = frame;
    const frameMs = samplesToMs(samples.length, this.#rateHz);
    this.#voice.push(samples, atMs);
    const { loudMs = Number.NEGATIVE_INFINITY, endMs = Number.NEGATIVE_INFINITY } = this.#voice;
    this.#soundMs = Math.max(this.#soundMs ?? atMs, endMs);
    if (atMs - this.#soundMs < restMs || loudMs > atMs - frameMs) return [...this.#take(), frame];
    this.#held.push(frame);
    this.#heldMs += frameMs;
    return this.#heldMs < joinedMs ? [] : this.#take();
  }

  #take(): readonly TimedSamples[] {
    const held = this.#held;
    const last = held.at(-1);
    if (last === undefined) return [];
    this.#held = [];
    this.#heldMs = 0;
    return [{ samples: concatSamples(held.map(({ samples }) => samples)), atMs: last.atMs }];
  }
}

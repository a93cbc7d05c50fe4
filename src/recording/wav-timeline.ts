import type { StereoWindow } from './stereo-window.js';
import { Track } from './track.js';

/** A microphone that stays later than this was lost for a while: its track gets silence. */
const microphoneGapMs = 100;
/** A frame for the speaker that is at most so late still follows the one before: less than a frame, so that both tracks
 * stay within one frame of each other, and more than its hand-over wavers. */
const heardGapMs = 15;
/** A frame that follows another without silence between them was late at its hand-over only: it is heard without a gap as long
 * as the device's own queue lasts, and after a gap of the rest when it was later. */
const heardQueueMs = 100;
/** Frames for the speaker come every 20 ms; after this long without one their run has ended. */
const heardEndMs = 100;
/** Microphone frames (one second) over which arrival times are compared. More than waits in any device: what a program that
 * was held up takes late comes in a burst that ends before. */
const leadFrames = 50;
/** Frames for the speaker that may turn out not to have been heard: more than any device holds. */
const placedFrames = 128;

interface TimelineOptions {
  readonly inputRateHz: number;
  readonly outputRateHz: number;
  /** Monotonic clock at the recording's offset 0. */
  readonly originMs: number;
  /** Takes the samples; its frames are at `timelineRateHz`. */
  readonly window: StereoWindow;
}

/** Rate of a recording's clock: the higher of both sides, so that neither loses anything. */
export function timelineRateHz(inputRateHz: number, outputRateHz: number): number {
  return Math.max(inputRateHz, outputRateHz);
}

/**
 * Puts two tracks on one clock. The microphone is the master while it runs: its frames follow each other. Frames for the
 * speaker follow each other inside speech and are placed again, by their time against the microphone's, after a pause;
 * so neither loses or doubles a sample, and drift between the two devices is taken up where it cannot be heard.
 */
export class WavTimeline {
  readonly #samplesPerMs: number;
  readonly #microphone: Track;
  readonly #heard: Track;
  readonly #options: TimelineOptions;
  /** Clock offset minus time of the last microphone frames, in samples. Frames can be late but never early, so the
   * greatest is the true one. Until there is a microphone, the recording's start stands here. */
  #leads: number[];
  #hasMicrophone = false;
  /** Microphone frames in a row that were later than a gap. */
  #lateFrames = 0;
  #hasHeard = false;
  /** Where the newest frames for the speaker stand; bounded. */
  #placed: { readonly offset: number; readonly end: number }[] = [];

  constructor(options: TimelineOptions) {
    const rateHz = timelineRateHz(options.inputRateHz, options.outputRateHz);
    this.#options = options;
    this.#samplesPerMs = rateHz / 1000;
    this.#leads = [-options.originMs * this.#samplesPerMs];
    this.#microphone = new Track(options.inputRateHz, rateHz, (offset, samples) => {
      this.#write(0, offset, samples);
    });
    this.#heard = new Track(options.outputRateHz, rateHz, (offset, samples) => {
      this.#write(1, offset, samples);
    });
  }

  /**
   * @param samples mono, at the input rate
   * @param atMs when the last of them was captured, monotonic clock
   * @param follows no frame is known to be lost between these and the ones before
   * @returns offset of the first one
   */
  microphone(samples: Int16Array, atMs: number, follows = false): number {
    const durationMs = (samples.length * 1000) / this.#options.inputRateHz;
    const expected = this.#offsetAt(atMs - durationMs);
    const isLate = expected - this.#microphone.end > microphoneGapMs * this.#samplesPerMs;
    this.#lateFrames = isLate ? this.#lateFrames + 1 : 0;
    if (!this.#hasMicrophone || (isLate && !follows) || this.#lateFrames > leadFrames) {
      this.#microphone.moveTo(expected);
      this.#leads = [];
      this.#hasMicrophone = true;
      this.#lateFrames = 0;
    }
    const offset = this.#microphone.append(samples);
    // While it is late nobody knows yet whether its clock stands.
    if (this.#lateFrames === 0) this.#leads.push(this.#microphone.end - atMs * this.#samplesPerMs);
    if (this.#leads.length > leadFrames) this.#leads.shift();
    if (this.#offsetAt(atMs - heardEndMs) > this.#heard.end) this.#heard.finish();
    return offset;
  }

  /**
   * @param samples mono, at the output rate
   * @param atMs when the first of them is heard, monotonic clock
   * @param follows no silence was handed over between these and the ones before
   * @returns offset of the first one
   */
  heard(samples: Int16Array, atMs: number, follows = false): number {
    const expected = this.#offsetAt(atMs);
    const queued = follows ? heardQueueMs * this.#samplesPerMs : 0;
    const gap = expected - queued - this.#heard.end;
    if (!this.#hasHeard || gap > (follows ? 0 : heardGapMs * this.#samplesPerMs)) {
      this.#heard.moveTo(expected - queued);
      this.#hasHeard = true;
    }
    const offset = this.#heard.append(samples);
    this.#placed.push({ offset, end: this.#heard.end });
    if (this.#placed.length > placedFrames) this.#placed.shift();
    return offset;
  }

  /**
   * The speaker was flushed, or died: the last of the samples for it were not heard and become silence.
   * @param samples how many, at the output rate
   * @returns how many samples of the recording that was
   */
  unheard(samples: number): number {
    this.#heard.finish();
    const { outputRateHz } = this.#options;
    let left = Math.round((samples * this.#samplesPerMs * 1000) / outputRateHz);
    let silenced = 0;
    for (const { offset, end } of this.#placed.toReversed()) {
      if (left === 0) break;
      const rest = new Int16Array(Math.min(left, end - offset));
      this.#write(1, end - rest.length, rest);
      this.#heard.moveTo(end - rest.length);
      silenced += rest.length;
      left -= rest.length;
    }
    this.#placed = [];
    return silenced;
  }

  /** Ends both tracks: all samples are in the window. */
  finish(): void {
    this.#microphone.finish();
    this.#heard.finish();
  }

  #offsetAt(atMs: number): number {
    return Math.max(0, Math.round(Math.max(...this.#leads) + atMs * this.#samplesPerMs));
  }

  #write(side: 0 | 1, offset: number, samples: Int16Array): void {
    this.#options.window.write(side, offset, samples);
  }
}

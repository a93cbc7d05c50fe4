import { samplesToMs } from './pcm.js';
import { Resampler } from './resample.js';
import { SteadyClock } from './jitter-filter.js';

/** Reports are late by at most this when the machine is busy; further apart is a new beginning. */
const jumpMs = 60;
/** What the speaker played is kept for so long, should the microphone's frames be late. */
const keptMs = 2000;

export interface EchoReferenceOptions {
  /** Rate of the microphone's frames, and of the result. */
  readonly inputRateHz: number;
  /** Rate of the speaker's frames. */
  readonly outputRateHz: number;
  /**
   * From handing a sample over to the same sample in the captured frames: `LoopbackResult.roundTripMs`. Without it the
   * depth that each frame tells is taken for it, which on the devices measured is right to within a frame.
   */
  readonly roundTripMs?: number;
}

interface Piece {
  readonly startMs: number;
  readonly samples: Int16Array;
}

/**
 * What the speaker played at the time that the microphone heard, for the echo canceller of the service: stereo frames with
 * the microphone left and the reference right (`features=client_ec_reference:true`).
 */
export class EchoReference {
  readonly #options: EchoReferenceOptions;
  readonly #microphoneClock = new SteadyClock(jumpMs);
  readonly #speakerClock = new SteadyClock(jumpMs);
  #resampler: Resampler;
  #pieces: Piece[] = [];
  #sequence = -1;

  constructor(options: EchoReferenceOptions) {
    this.#options = options;
    this.#resampler = this.#newResampler();
  }

  /** A frame was handed to the speaker. */
  heard(frame: {
    readonly samples: Int16Array;
    readonly atMs: number;
    readonly follows: boolean;
    readonly depthMs: number;
  }): void {
    const { outputRateHz, roundTripMs = frame.depthMs } = this.#options;
    if (!frame.follows) {
      this.#speakerClock.restart();
      this.#resampler = this.#newResampler();
    }
    const durationMs = samplesToMs(frame.samples.length, outputRateHz);
    const startMs = this.#speakerClock.place(frame.atMs + roundTripMs, durationMs);
    const samples = this.#resampler.push(frame.samples);
    const last = frame.follows ? this.#pieces.at(-1) : undefined;
    const endMs = last && last.startMs + this.#lengthMs(last);
    // Within a run of sound the pieces touch, so that no sample is lost or doubled between them.
    const isTouching = endMs !== undefined && Math.abs(endMs - startMs) < jumpMs;
    this.#pieces.push({ startMs: isTouching ? endMs : startMs, samples });
    this.#pieces = this.#pieces.filter((piece) => piece.startMs > startMs - keptMs);
  }

  /**
   * A frame came from the microphone.
   * @param frame `atMs` is when it was complete; a step in `sequence` is a loss
   * @returns twice as many samples, interleaved; a multiple of 4 bytes
   */
  captured(frame: {
    readonly samples: Int16Array;
    readonly atMs: number;
    readonly sequence: number;
  }): Int16Array {
    const { inputRateHz } = this.#options;
    const { samples, sequence } = frame;
    if (sequence !== this.#sequence + 1) this.#microphoneClock.restart();
    this.#sequence = sequence;
    const durationMs = samplesToMs(samples.length, inputRateHz);
    const startMs = this.#microphoneClock.place(frame.atMs - durationMs, durationMs);
    const stereo = new Int16Array(2 * samples.length);
    for (const [n, sample] of samples.entries()) stereo[2 * n] = sample;
    for (const piece of this.#pieces) {
      const offset = Math.round(((piece.startMs - startMs) * inputRateHz) / 1000);
      const from = Math.max(0, -offset);
      const to = Math.min(piece.samples.length, samples.length - offset);
      for (let n = from; n < to; n += 1) stereo[2 * (n + offset) + 1] = piece.samples[n] ?? 0;
    }
    this.#pieces = this.#pieces.filter(
      (piece) => piece.startMs + this.#lengthMs(piece) > startMs - durationMs,
    );
    return stereo;
  }

  #lengthMs(piece: Piece): number {
    return samplesToMs(piece.samples.length, this.#options.inputRateHz);
  }

  #newResampler(): Resampler {
    return new Resampler(this.#options.outputRateHz, this.#options.inputRateHz);
  }
}

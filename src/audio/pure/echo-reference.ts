import { samplesToMs } from './pcm.js';
import { Resampler } from './resample.js';
import { JitterFilter } from './jitter-filter.js';

/** Reports are at most this late when the machine is busy; a larger step is a new start. */
const jumpMs = 60;
/** How long played audio is kept, in case the microphone's frames are late. */
const keptMs = 2000;

export interface EchoReferenceOptions {
  /** Rate of the microphone's frames, and of the result. */
  readonly inputRateHz: number;
  /** Rate of the speaker's frames. */
  readonly outputRateHz: number;
  /**
   * From handing a sample over to the same sample in the captured frames: `LoopbackResult.roundTripMs`. When absent, each
   * frame's depth is used, or the least it can be where it is assumed: a canceller searches forward from the reference,
   * and cannot use one that follows the echo.
   */
  readonly roundTripMs?: number;
}

interface Piece {
  readonly startMs: number;
  readonly samples: Int16Array;
}

/**
 * Pairs microphone frames with what the speaker played at that time, for the service's echo canceller: stereo with the
 * microphone left and the reference right (`features=client_ec_reference:true`).
 */
export class EchoReference {
  readonly #options: EchoReferenceOptions;
  readonly #microphoneTime = new JitterFilter(jumpMs);
  readonly #speakerTime = new JitterFilter(jumpMs);
  #resampler: Resampler;
  #pieces: Piece[] = [];
  #sequence = -1;

  constructor(options: EchoReferenceOptions) {
    this.#options = options;
    this.#resampler = this.#newResampler();
  }

  /** A frame was handed to the speaker. */
  played(frame: {
    readonly samples: Int16Array;
    readonly atMs: number;
    readonly follows: boolean;
    readonly depthMs: number;
    readonly leastDepthMs?: number;
  }): void {
    const { leastDepthMs = frame.depthMs } = frame;
    const { outputRateHz, roundTripMs = leastDepthMs } = this.#options;
    if (!frame.follows) {
      this.#speakerTime.restart();
      this.#resampler = this.#newResampler();
    }
    const durationMs = samplesToMs(frame.samples.length, outputRateHz);
    const startMs = this.#speakerTime.place(frame.atMs + roundTripMs, durationMs);
    const samples = this.#resampler.push(frame.samples);
    const last = frame.follows ? this.#pieces.at(-1) : undefined;
    const endMs = last && last.startMs + this.#lengthMs(last);
    // Consecutive pieces touch, so that no sample is lost or doubled between them.
    const isTouching = endMs !== undefined && Math.abs(endMs - startMs) < jumpMs;
    this.#pieces.push({ startMs: isTouching ? endMs : startMs, samples });
    this.#pieces = this.#pieces.filter((piece) => piece.startMs > startMs - keptMs);
  }

  /** Of the samples handed over, the last so many were not heard. */
  unheard(samples: number): void {
    const { inputRateHz, outputRateHz } = this.#options;
    let left = Math.round((samples * inputRateHz) / outputRateHz);
    while (left > 0) {
      const piece = this.#pieces.pop();
      if (piece === undefined) return;
      const heard = Math.max(0, piece.samples.length - left);
      left -= piece.samples.length - heard;
      if (heard > 0) this.#pieces.push({ ...piece, samples: piece.samples.subarray(0, heard) });
    }
  }

  /**
   * A frame arrived from the microphone.
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
    if (sequence !== this.#sequence + 1) this.#microphoneTime.restart();
    this.#sequence = sequence;
    const durationMs = samplesToMs(samples.length, inputRateHz);
    const startMs = this.#microphoneTime.place(frame.atMs - durationMs, durationMs);
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

import { Resampler } from '../audio/pure/resample.js';

/** Where a track's samples go: first sample's offset on the recording's clock, and the samples. */
export type TrackSink = (offset: number, samples: Int16Array) => void;

/** One mono track of the recording: runs of samples without a gap, brought to the recording's rate. */
export class Track {
  readonly #fromRateHz: number;
  readonly #toRateHz: number;
  readonly #resampler: Resampler;
  readonly #sink: TrackSink;
  #runStart = 0;
  /** Samples of the run taken, at the track's own rate. */
  #taken = 0;
  /** Samples of the run given to the sink, at the recording's rate. */
  #given = 0;

  constructor(fromRateHz: number, toRateHz: number, sink: TrackSink) {
    this.#fromRateHz = fromRateHz;
    this.#toRateHz = toRateHz;
    this.#resampler = new Resampler(fromRateHz, toRateHz);
    this.#sink = sink;
  }

  /** Offset just after the last sample. The resampler may hold the last few back until the run continues or ends. */
  get end(): number {
    return this.#runStart + Math.ceil((this.#taken * this.#toRateHz) / this.#fromRateHz);
  }

  /** Appends to the run. @returns the offset of the first of these samples */
  append(samples: Int16Array): number {
    const offset = this.end;
    this.#taken += samples.length;
    this.#give(this.#resampler.push(samples));
    return offset;
  }

  /** Ends the run, so that all its samples are with the sink; a next one would start at its end. */
  finish(): void {
    const end = this.end;
    this.#give(this.#resampler.end());
    this.#runStart = end;
    this.#taken = 0;
    this.#given = 0;
  }

  /** Ends the run and starts the next one at `offset`. */
  moveTo(offset: number): void {
    this.finish();
    this.#runStart = offset;
  }

  #give(samples: Int16Array): void {
    if (samples.length > 0) this.#sink(this.#runStart + this.#given, samples);
    this.#given += samples.length;
  }
}

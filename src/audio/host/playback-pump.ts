import { monotonicMs } from '../../shared/clock.js';
import type { PlayedFrame } from '../kernel/engine-types.js';
import { DriftMeter } from '../pure/drift-meter.js';
import { msToSamples } from '../pure/pcm.js';
import { Playout } from '../pure/playout.js';
import { PaceGuard } from './pace-guard.js';
import type { OutputStream } from './audio-backend.js';

/** Gets what the pump reports. */
export interface PlaybackListener {
  played(frame: PlayedFrame): void;
  /** The device accepted a frame, possibly of silence. */
  tick(atMs: number): void;
  /** See `PaceGuard`; at most once. */
  tooFast(): void;
}

export interface PlaybackOptions {
  readonly rateHz: number;
  readonly periodMs: number;
  /** Measured depth of the device; the backend's own figure when absent. */
  readonly depthMs?: number;
}

/** Feeds the output device from the playback queue, frame by frame, and with silence when the queue is empty. */
export class PlaybackPump {
  readonly playout: Playout;
  readonly #stream: OutputStream;
  readonly #options: PlaybackOptions;
  readonly #listener: PlaybackListener;
  readonly #drift: DriftMeter;
  #stopped = false;

  constructor(stream: OutputStream, options: PlaybackOptions, listener: PlaybackListener) {
    const { rateHz, periodMs } = options;
    this.playout = new Playout(rateHz, msToSamples(periodMs, rateHz));
    this.#drift = new DriftMeter(rateHz);
    this.#stream = stream;
    this.#options = options;
    this.#listener = listener;
  }

  get depthMs(): number {
    return this.#options.depthMs ?? this.#stream.depthMs();
  }

  /** See `DriftMeter`. */
  get driftPpm(): number | undefined {
    return this.#drift.ppm;
  }

  /** Pumps until `stop`, at the pace of the device; never settles when the device died. */
  async run(): Promise<void> {
    const { periodMs } = this.#options;
    const guard = new PaceGuard(monotonicMs());
    let reported = false;
    while (!this.#stopped) {
      const { samples, sound } = this.playout.pull();
      const written = this.#stream.write(samples);
      if (sound !== undefined) {
        const { depthMs } = this;
        this.#listener.played({ ...sound, atMs: monotonicMs(), depthMs });
      }
      await written;
      const nowMs = monotonicMs();
      this.#drift.add(samples.length, nowMs);
      this.#listener.tick(nowMs);
      if (guard.isTooFast(periodMs, nowMs) && !reported) {
        reported = true;
        this.#listener.tooFast();
      }
    }
  }

  stop(): void {
    this.#stopped = true;
  }
}

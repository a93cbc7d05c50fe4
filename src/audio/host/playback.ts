import { monotonicMs } from '../../shared/clock.js';
import type { HeardFrame } from '../engine-types.js';
import { msToSamples } from '../pure/pcm.js';
import { PlaybackQueue } from '../pure/playback-queue.js';
import { PaceGuard } from './pace-guard.js';
import type { OutputStream } from './sound-backend.js';

/** What the pump tells. */
export interface PlaybackListener {
  heard(frame: HeardFrame): void;
  /** The device took a frame, silence included. */
  tick(): void;
  /** See `PaceGuard`; told once. */
  racing(): void;
}

/** Feeds the speaker from the playback queue, one frame at a time and never nothing: silence when the queue is empty. */
export class Playback {
  readonly queue: PlaybackQueue;
  readonly #stream: OutputStream;
  readonly #periodMs: number;
  readonly #periodSamples: number;
  readonly #listener: PlaybackListener;
  #stopped = false;

  constructor(stream: OutputStream, rateHz: number, periodMs: number, listener: PlaybackListener) {
    this.queue = new PlaybackQueue(rateHz);
    this.#stream = stream;
    this.#periodMs = periodMs;
    this.#periodSamples = msToSamples(periodMs, rateHz);
    this.#listener = listener;
  }

  /** Pumps until `stop`; pends for ever when the device died. The device's hunger is the clock. */
  async run(): Promise<void> {
    const guard = new PaceGuard(monotonicMs());
    let raced = false;
    while (!this.#stopped) {
      const frame = this.queue.pull(this.#periodSamples);
      const taken = this.#stream.write(frame?.samples ?? new Int16Array(this.#periodSamples));
      if (frame !== undefined) this.#listener.heard({ ...frame, atMs: monotonicMs() });
      await taken;
      this.#listener.tick();
      if (guard.isRacing(this.#periodMs, monotonicMs()) && !raced) {
        raced = true;
        this.#listener.racing();
      }
    }
  }

  stop(): void {
    this.#stopped = true;
  }
}

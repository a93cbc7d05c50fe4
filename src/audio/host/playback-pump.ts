import { monotonicMs } from '../../shared/clock.js';
import type { HeardFrame } from '../kernel/engine-types.js';
import { DeviceTail, partKey } from '../pure/device-tail.js';
import { DriftMeter } from '../pure/drift-meter.js';
import { msToSamples } from '../pure/pcm.js';
import type { LedgerEntry } from '../pure/playback-types.js';
import { Playout } from '../pure/playout.js';
import { PaceGuard } from './pace-guard.js';
import type { OutputStream } from './audio-backend.js';

/** What the pump tells. */
export interface PlaybackListener {
  heard(frame: HeardFrame): void;
  /** The device took a frame, silence included. */
  tick(atMs: number): void;
  /** See `PaceGuard`; told once. */
  racing(): void;
}

export interface PlaybackOptions {
  readonly rateHz: number;
  readonly periodMs: number;
  /** Depth of the device when it was measured. */
  readonly depthMs?: number;
}

/** Feeds the speaker from the playback queue, one frame at a time and never nothing: silence when the queue is empty. */
export class Playback {
  readonly playout: Playout;
  readonly #stream: OutputStream;
  readonly #options: PlaybackOptions;
  readonly #listener: PlaybackListener;
  readonly #tail: DeviceTail;
  readonly #drift: DriftMeter;
  #stopped = false;

  constructor(stream: OutputStream, options: PlaybackOptions, listener: PlaybackListener) {
    const { rateHz, periodMs } = options;
    this.playout = new Playout(rateHz, msToSamples(periodMs, rateHz));
    this.#tail = new DeviceTail(rateHz);
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

  /** Pumps until `stop`; pends for ever when the device died. The device's hunger is the clock. */
  async run(): Promise<void> {
    const { periodMs } = this.#options;
    const guard = new PaceGuard(monotonicMs());
    let raced = false;
    while (!this.#stopped) {
      const { samples, sound } = this.playout.pull();
      const taken = this.#stream.write(samples);
      if (sound !== undefined) {
        const { depthMs } = this;
        const atMs = monotonicMs();
        const { queuedSamples } = this.playout;
        this.#tail.hand({ spans: sound.spans, frameSamples: samples.length, atMs, depthMs });
        this.#listener.heard({ ...sound, atMs, queuedSamples, depthMs });
      }
      await taken;
      const nowMs = monotonicMs();
      this.#drift.add(samples.length, nowMs);
      this.#listener.tick(nowMs);
      if (guard.isRacing(periodMs, nowMs) && !raced) {
        raced = true;
        this.#listener.racing();
      }
    }
  }

  /** Empties the queue; the ledger says what had come out of the speaker by now. */
  flush(): readonly LedgerEntry[] {
    const unheard = new Map(
      this.#tail
        .unheardAt(monotonicMs())
        .map((part) => [partKey(part.itemId, part.contentIndex), part.samples]),
    );
    return this.playout.flush().map((entry) => {
      const inDevice = unheard.get(partKey(entry.itemId, entry.contentIndex)) ?? 0;
      return { ...entry, heardSamples: Math.max(0, entry.handedSamples - inDevice) };
    });
  }

  stop(): void {
    this.#stopped = true;
  }
}

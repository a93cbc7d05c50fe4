import { monotonicMs } from '../../shared/clock.js';
import type { PlayedFrame } from '../kernel/engine-types.js';
import { DriftMeter } from '../pure/drift-meter.js';
import { msToSamples } from '../pure/pcm.js';
import type { LedgerEntry } from '../pure/playback-types.js';
import { Playout } from '../pure/playout.js';
import { PaceGuard } from './pace-guard.js';
import type { OutputStream } from './audio-backend.js';

/** Gets what the pump reports. */
export interface PlaybackListener {
  played(frame: PlayedFrame): void;
  /** The answer to `flush`. Frames played after it are reported after it. */
  flushed(flush: Flush): void;
  /** The device accepted a frame, possibly of silence. */
  tick(atMs: number): void;
  /** See `PaceGuard`; at most once. */
  tooFast(): void;
}

/** What a flush emptied. */
export interface Flush {
  readonly flushId: number;
  readonly items: readonly LedgerEntry[];
  /** Of the samples in played frames, the last so many were not heard. */
  readonly unheardSamples: number;
}

/** Frames remembered for a flush: more than any device holds. */
const maxHanded = 128;
/** A device that ran out of sound says so within this time. */
const underrunReportMs = 300;
/** Share of a frame's depth that is adopted by the average. */
const depthGain = 0.05;

export interface PlaybackOptions {
  readonly rateHz: number;
  readonly periodMs: number;
  /** Measured depth of the device; the backend's own figure when absent, or when that is exact. */
  readonly depthMs?: number;
}

/** Feeds the output device from the playback queue, frame by frame, and with silence when the queue is empty. */
export class PlaybackPump {
  readonly playout: Playout;
  readonly #stream: OutputStream;
  readonly #options: PlaybackOptions;
  readonly #listener: PlaybackListener;
  readonly #drift: DriftMeter;
  #guard = new PaceGuard(monotonicMs());
  /** Undefined while nothing is being flushed. */
  #flushing: Promise<void> | undefined;
  /** The frames handed over since the last flush, newest last. */
  #handed: { readonly samples: number; readonly isReported: boolean }[] = [];
  #meanDepthMs: number | undefined;
  /** When what was handed over has been heard, or the word that it was not has come. */
  #soundUntilMs = 0;
  #deviceUnderruns = 0;
  #heardUnderruns = 0;
  #underruns = 0;
  #underrunAtMs: number | undefined;
  #stopped = false;

  constructor(stream: OutputStream, options: PlaybackOptions, listener: PlaybackListener) {
    const { rateHz, periodMs } = options;
    this.playout = new Playout(rateHz, msToSamples(periodMs, rateHz));
    this.#drift = new DriftMeter(rateHz);
    this.#stream = stream;
    this.#options = options;
    this.#listener = listener;
  }

  /** From handing a frame over until its last sample is heard, of late. */
  get meanDepthMs(): number {
    return this.#meanDepthMs ?? this.#depthMs;
  }

  /** From now until the last sample handed over is heard. */
  get #depthMs(): number {
    const measuredMs = this.#stream.knowsDepth ? undefined : this.#options.depthMs;
    return measuredMs ?? this.#stream.depthMs();
  }

  get #leastDepth(): Pick<PlayedFrame, 'leastDepthMs'> {
    const isAssumed = !this.#stream.knowsDepth && this.#options.depthMs === undefined;
    const leastDepthMs = isAssumed ? this.#stream.leastDepthMs?.() : undefined;
    return leastDepthMs === undefined ? {} : { leastDepthMs };
  }

  /** Gaps that are heard: the queue ran dry within an item, or the device did while there was something to hear. */
  get underruns(): number {
    return this.playout.underruns + this.#heardUnderruns;
  }

  /** When the last of them was noticed. */
  get underrunAtMs(): number | undefined {
    return this.#underrunAtMs;
  }

  /** See `DriftMeter`. */
  get driftPpm(): number | undefined {
    return this.#drift.ppm;
  }

  /** Pumps until `stop`, at the pace of the device; never settles when the device died. */
  async run(): Promise<void> {
    const { periodMs } = this.#options;
    let reported = false;
    while (!this.#stopped) {
      // Another flush may begin while one is waited for.
      while (this.#flushing !== undefined) await this.#flushing;
      const { samples, sound } = this.playout.pull();
      const written = this.#stream.write(samples);
      this.#handed.push({ samples: samples.length, isReported: sound !== undefined });
      if (this.#handed.length > maxHanded) this.#handed.shift();
      const depthMs = this.#depthMs;
      this.#meanDepthMs ??= depthMs;
      this.#meanDepthMs += (depthMs - this.#meanDepthMs) * depthGain;
      if (sound !== undefined) {
        this.#soundUntilMs = monotonicMs() + depthMs + underrunReportMs;
        this.#listener.played({ ...sound, atMs: monotonicMs(), depthMs, ...this.#leastDepth });
      }
      await written;
      const nowMs = monotonicMs();
      this.#countUnderruns(nowMs);
      this.#drift.add(samples.length, nowMs);
      this.#listener.tick(nowMs);
      if (this.#guard.isTooFast(periodMs, nowMs) && !reported) {
        reported = true;
        this.#listener.tooFast();
      }
    }
  }

  /** Empties the queue at once and the device as soon as it answers; `flushed` follows. Rejects when the device died. */
  async flush(flushId: number): Promise<void> {
    const items = this.playout.flush();
    const before = this.#flushing;
    const flushing = (async () => {
      await before;
      const unheardSamples = await this.#flushDevice();
      this.#listener.flushed({ flushId, items, unheardSamples });
    })();
    const settled = flushing
      .catch(() => undefined)
      .then(() => {
        if (this.#flushing === settled) this.#flushing = undefined;
      });
    this.#flushing = settled;
    await flushing;
  }

  /** See `OutputStream.silence`. */
  silence(isSilent: boolean): void {
    this.#stream.silence?.(isSilent);
  }

  stop(): void {
    this.#stopped = true;
  }

  #countUnderruns(nowMs: number): void {
    const ofDevice = this.#stream.underruns?.() ?? 0;
    if (nowMs < this.#soundUntilMs) this.#heardUnderruns += ofDevice - this.#deviceUnderruns;
    this.#deviceUnderruns = ofDevice;
    if (this.underruns === this.#underruns) return;
    this.#underruns = this.underruns;
    this.#underrunAtMs = nowMs;
  }

  /** @returns how many of the samples in played frames were not heard */
  async #flushDevice(): Promise<number> {
    if (this.#stream.flush === undefined) return 0;
    this.playout.silenced();
    this.#soundUntilMs = 0;
    let left = await this.#stream.flush();
    let unheard = 0;
    for (const { samples, isReported } of this.#handed.toReversed()) {
      const dropped = Math.min(left, samples);
      if (isReported) unheard += dropped;
      left -= dropped;
    }
    this.#handed = [];
    // What was dropped is asked for once more: the device did not take it any faster.
    const nowMs = monotonicMs();
    this.#drift.restart(nowMs);
    this.#guard = new PaceGuard(nowMs);
    return unheard;
  }
}

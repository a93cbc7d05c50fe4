import type { VoiceliveError } from '../../shared/errors.js';
import { frameMs } from '../kernel/engine-types.js';
import type { AudioCounters, AudioEvent } from '../kernel/engine-types.js';
import { startFrameTicker } from './frame-ticker.js';
import { msToSamples } from '../pure/pcm.js';
import { Playout } from '../pure/playout.js';
import { zeroCounters } from '../kernel/audio-part.js';
import type { SpeakerPart } from '../kernel/audio-part.js';
import type { Clock } from '../../shared/clock.js';

/** Between an arrival and a tick of the same instant. */
const roundingMs = 0.001;

/** Receives every frame a clocked speaker plays, silence included. */
export interface FrameSink {
  /** @throws VoiceliveError when it cannot be opened */
  open(onFailure: (error: VoiceliveError) => void): Promise<void>;
  write(samples: Int16Array): void;
  close(): Promise<void>;
}

/**
 * A speaker without a device: plays its queue in real time, a frame every 20 ms, into a sink or nowhere, so that
 * positions, interruptions and the end of a reply behave as on a device.
 */
export class ClockedSpeaker implements SpeakerPart {
  readonly #clock: Clock;
  readonly #playout: Playout;
  readonly #sink: FrameSink | undefined;
  /** What came since the last tick, in order: one that is late must not play what was not there when it was due. */
  #arrivals: { readonly atMs: number; readonly take: () => void }[] = [];
  #listener: ((event: AudioEvent) => void) | undefined;
  #stop: (() => void) | undefined;
  #closing: Promise<void> | undefined;

  constructor(rateHz: number, clock: Clock, sink?: FrameSink) {
    this.#clock = clock;
    this.#playout = new Playout(rateHz, msToSamples(frameMs, rateHz));
    this.#sink = sink;
  }

  async start(listener: (event: AudioEvent) => void): Promise<void> {
    this.#listener = listener;
    await this.#sink?.open((error) => {
      listener({ type: 'failed', error });
    });
    if (this.#closing !== undefined) return;
    this.#stop = startFrameTicker(this.#clock, frameMs, (atMs) => {
      this.#takeUntil(atMs + roundingMs);
      const { samples, sound } = this.#playout.pull();
      this.#sink?.write(samples);
      if (sound === undefined) return;
      listener({ type: 'played', frame: { ...sound, atMs, depthMs: 0 } });
    });
  }

  play(itemId: string, contentIndex: number, samples: Int16Array): void {
    this.#arrive(() => {
      this.#playout.push(itemId, contentIndex, samples);
    });
  }

  finish(itemId: string, contentIndex: number): void {
    this.#arrive(() => {
      this.#playout.finish(itemId, contentIndex);
    });
  }

  flush(flushId: number): void {
    this.#takeUntil(Number.POSITIVE_INFINITY);
    const items = this.#playout.flush();
    // Answers asynchronously, as a device does, so that callers are not re-entered.
    this.#clock.after(0, () => this.#listener?.({ type: 'flushed', flushId, items }));
  }

  mute(muted: boolean): void {
    this.#playout.muted = muted;
  }

  counters(): AudioCounters {
    const { droppedSamples, underruns } = this.#playout;
    return { ...zeroCounters, droppedPlaybackSamples: droppedSamples, underruns };
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  #arrive(take: () => void): void {
    this.#arrivals.push({ atMs: this.#clock.nowMs(), take });
  }

  #takeUntil(untilMs: number): void {
    const later = this.#arrivals.findIndex(({ atMs }) => atMs > untilMs);
    const arrived = this.#arrivals.splice(0, later === -1 ? this.#arrivals.length : later);
    for (const { take } of arrived) take();
  }

  async #end(): Promise<void> {
    this.#stop?.();
    this.#listener = undefined;
    await this.#sink?.close();
  }
}

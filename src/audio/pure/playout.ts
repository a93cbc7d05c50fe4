import { Declicker } from './declicker.js';
import type { LedgerEntry } from './playback-types.js';
import { PlaybackQueue } from './playback-queue.js';
import type { PulledFrame } from './playback-queue.js';
import { PreBuffer } from './pre-buffer.js';

/** What the device gets next. */
export interface PlayoutFrame {
  /** Always a whole frame. */
  readonly samples: Int16Array;
  /** The same with whose it is: nobody's where sound fades into silence. Undefined when it is silence. */
  readonly sound?: PulledFrame;
}

/**
 * The playback queue as a device wants it: sound begins when enough of it waits, and begins, stops and jumps without a
 * click. What the ledger counts is the queue's, to the sample.
 */
export class Playout {
  /** Frames are handed over as silence; whose they are and how many stays true. */
  muted = false;
  readonly #queue: PlaybackQueue;
  readonly #frameSamples: number;
  readonly #preBuffer: PreBuffer;
  readonly #declicker: Declicker;
  /** The last frame was sound to its end, and nothing came between since. */
  #isSounding = false;
  #wasMuted = false;
  /** Since sound was last heard. */
  #silentSamples = 0;

  constructor(rateHz: number, frameSamples: number, queue = new PlaybackQueue(rateHz)) {
    this.#queue = queue;
    this.#frameSamples = frameSamples;
    this.#preBuffer = new PreBuffer(rateHz, frameSamples);
    this.#declicker = new Declicker(rateHz);
  }

  get queuedSamples(): number {
    return this.#queue.queuedSamples;
  }

  get droppedSamples(): number {
    return this.#queue.droppedSamples;
  }

  get underruns(): number {
    return this.#queue.underruns;
  }

  /** What has to wait now before sound begins. */
  get preBufferSamples(): number {
    return this.#preBuffer.targetSamples;
  }

  push(itemId: string, contentIndex: number, samples: Int16Array): void {
    const before = this.#queue.underruns;
    this.#queue.push(itemId, contentIndex, samples);
    if (this.#queue.underruns > before) this.#preBuffer.starved(this.#silentSamples);
  }

  finish(itemId: string, contentIndex: number): void {
    this.#queue.finish(itemId, contentIndex);
  }

  /** The next frame for the device. */
  pull(): PlayoutFrame {
    const pulled = this.#mayPull() ? this.#queue.pull(this.#frameSamples) : undefined;
    const samples = pulled?.samples ?? new Int16Array(this.#frameSamples);
    const soundSamples = pulled?.spans.reduce((sum, span) => sum + span.samples, 0) ?? 0;
    const follows = this.#isSounding;
    if (this.muted) samples.fill(0);
    this.#declicker.shape(samples, this.#seams(pulled, soundSamples));
    this.#wasMuted = this.muted;
    this.#isSounding = soundSamples === samples.length;
    this.#silentSamples = this.#isSounding
      ? 0
      : (soundSamples > 0 ? 0 : this.#silentSamples) + samples.length - soundSamples;
    if (this.#isSounding && !this.#queue.endsComplete) this.#preBuffer.played(this.queuedSamples);
    if (pulled !== undefined) return { samples, sound: { ...pulled, follows } };
    const fades = samples.some((sample) => sample !== 0);
    return { samples, ...(fades && { sound: { samples, spans: [], follows: true } }) };
  }

  /** Empties the queue; see `PlaybackQueue.flush`. */
  flush(): readonly LedgerEntry[] {
    this.#isSounding = false;
    this.#preBuffer.reset();
    return this.#queue.flush();
  }

  #mayPull(): boolean {
    if (this.#isSounding || this.#queue.queuedSamples === 0) return true;
    return this.#preBuffer.mayBegin(this.#queue.queuedSamples, this.#queue.endsComplete);
  }

  /** Where the sound may jump: behind and before silence, and between items. */
  #seams(pulled: PulledFrame | undefined, soundSamples: number): readonly number[] {
    const isJoined = this.#isSounding && pulled !== undefined && this.muted === this.#wasMuted;
    const seams = isJoined ? [] : [0];
    let at = 0;
    for (const span of pulled?.spans ?? []) {
      if (at > 0) seams.push(at);
      at += span.samples;
    }
    if (soundSamples > 0 && soundSamples < this.#frameSamples) seams.push(soundSamples);
    return seams;
  }
}

import { Declicker } from './declicker.js';
import type { LedgerEntry, PlayedSpan } from './playback-types.js';
import { PlaybackQueue } from './playback-queue.js';
import type { PulledFrame } from './playback-queue.js';
import { PreBuffer } from './pre-buffer.js';

/** What the device gets next. */
export interface PlayoutFrame {
  /** Always a whole frame. */
  readonly samples: Int16Array;
  /** Undefined when the frame is silent. */
  readonly sound?: {
    readonly samples: Int16Array;
    /** Empty while audio fades into silence. */
    readonly spans: readonly PlayedSpan[];
    /** No silence lies between this frame and the one before it. */
    readonly follows: boolean;
  };
}

/**
 * The playback queue as a device needs it: playback starts once enough is buffered, and starts, stops and jumps without a
 * click. The ledger stays exact to the sample.
 */
export class Playout {
  /** Frames are replaced by silence; the ledger keeps counting. */
  muted = false;
  readonly #queue: PlaybackQueue;
  readonly #frameSamples: number;
  readonly #preBuffer: PreBuffer;
  readonly #declicker: Declicker;
  /** The last frame was full of audio, and nothing was flushed since. */
  #isPlaying = false;
  #wasMuted = false;
  /** Silence since the last audio. */
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

  /** What must be buffered now before playback starts. */
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
    const audioSamples = pulled?.spans.reduce((sum, span) => sum + span.samples, 0) ?? 0;
    const follows = this.#isPlaying;
    if (this.muted) samples.fill(0);
    this.#declicker.shape(samples, this.#seams(pulled, audioSamples));
    this.#wasMuted = this.muted;
    this.#isPlaying = audioSamples === samples.length;
    this.#silentSamples = this.#isPlaying
      ? 0
      : (audioSamples > 0 ? 0 : this.#silentSamples) + samples.length - audioSamples;
    if (this.#isPlaying && !this.#queue.endsComplete) this.#preBuffer.played(this.queuedSamples);
    if (pulled !== undefined) return { samples, sound: { ...pulled, follows } };
    const fades = samples.some((sample) => sample !== 0);
    return { samples, ...(fades && { sound: { samples, spans: [], follows: true } }) };
  }

  /** Empties the queue; see `PlaybackQueue.flush`. */
  flush(): readonly LedgerEntry[] {
    this.#isPlaying = false;
    this.#preBuffer.reset();
    return this.#queue.flush();
  }

  /** The device went silent by itself: nothing fades out from what it got last. */
  silenced(): void {
    this.#declicker.reset();
  }

  #mayPull(): boolean {
    if (this.#isPlaying || this.#queue.queuedSamples === 0) return true;
    return this.#preBuffer.mayBegin(this.#queue.queuedSamples, this.#queue.endsComplete);
  }

  /** Where the waveform may jump: after and before silence, and between items. */
  #seams(pulled: PulledFrame | undefined, audioSamples: number): readonly number[] {
    const isJoined = this.#isPlaying && pulled !== undefined && this.muted === this.#wasMuted;
    const seams = isJoined ? [] : [0];
    let at = 0;
    for (const span of pulled?.spans ?? []) {
      if (at > 0) seams.push(at);
      at += span.samples;
    }
    if (audioSamples > 0 && audioSamples < this.#frameSamples) seams.push(audioSamples);
    return seams;
  }
}

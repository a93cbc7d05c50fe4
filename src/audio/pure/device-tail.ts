import type { PlayedSpan } from './playback-types.js';

/** Frames remembered: more than any device holds. */
const mostFrames = 128;

/** A frame as it was handed to a device. */
export interface HandedFrame {
  readonly spans: readonly PlayedSpan[];
  /** Samples of the whole frame, silence included. */
  readonly frameSamples: number;
  /** When it was handed over. */
  readonly atMs: number;
  /** What the device held then, this frame included, in milliseconds: the frame has been heard so much later. */
  readonly depthMs: number;
}

/** What was handed over of one content part and is still in the device. */
export interface Unheard {
  readonly itemId: string;
  readonly contentIndex: number;
  readonly samples: number;
  /** Samples of the part handed over so far. */
  readonly handedSamples: number;
}

/**
 * The end of what was handed to a device, from which follows what had been heard at an instant: a device says nothing
 * of it, but plays at a steady pace what it holds.
 */
export class DeviceTail {
  readonly #samplesPerMs: number;
  #frames: HandedFrame[] = [];

  constructor(rateHz: number) {
    this.#samplesPerMs = rateHz / 1000;
  }

  hand(frame: HandedFrame): void {
    this.#frames.push(frame);
    if (this.#frames.length > mostFrames) this.#frames.shift();
  }

  /** What had not come out of the speaker at `atMs`, by content part, oldest first. */
  unheardAt(atMs: number): readonly Unheard[] {
    const parts = new Map<string, Unheard>();
    for (const frame of this.#frames) {
      const heardSamples = Math.floor(
        (atMs - frame.atMs - frame.depthMs) * this.#samplesPerMs + frame.frameSamples,
      );
      let at = 0;
      for (const { itemId, contentIndex, fromSample, samples } of frame.spans) {
        const left = Math.min(samples, at + samples - heardSamples);
        at += samples;
        if (left <= 0) continue;
        const key = partKey(itemId, contentIndex);
        const earlier = parts.get(key)?.samples ?? 0;
        const handedSamples = fromSample + samples;
        parts.set(key, { itemId, contentIndex, samples: earlier + left, handedSamples });
      }
    }
    return [...parts.values()];
  }

  clear(): void {
    this.#frames = [];
  }
}

/** Tells content parts apart. */
export function partKey(itemId: string, contentIndex: number): string {
  return `${contentIndex}/${itemId}`;
}

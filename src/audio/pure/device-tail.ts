import type { PlayedSpan } from './playback-types.js';

/** Frames remembered: more than any device holds. */
const maxFrames = 128;

/** A frame that was handed to a device. */
export interface DeviceFrame {
  readonly spans: readonly PlayedSpan[];
  /** Samples of the whole frame, silence included. */
  readonly frameSamples: number;
  /** When it was handed over. */
  readonly atMs: number;
  /** What the device then held, this frame included, in milliseconds: the frame ends in the speaker that much later. */
  readonly depthMs: number;
}

/** What the device still holds of one content part. */
export interface PendingPart {
  readonly itemId: string;
  readonly contentIndex: number;
  readonly samples: number;
  /** Samples of the part handed over so far, the pending ones included. */
  readonly playedSamples: number;
}

/** What the device still holds: in all, with fade-outs, which belong to no part, and by content part, oldest first. */
export interface Pending {
  readonly samples: number;
  readonly parts: readonly PendingPart[];
}

export const nothingPending: Pending = { samples: 0, parts: [] };

/** The last frames handed to a device, to work out what it still held at an instant: it plays at a steady pace. */
export class DeviceTail {
  readonly #samplesPerMs: number;
  #frames: DeviceFrame[] = [];

  constructor(rateHz: number) {
    this.#samplesPerMs = rateHz / 1000;
  }

  add(frame: DeviceFrame): void {
    this.#frames.push(frame);
    if (this.#frames.length > maxFrames) this.#frames.shift();
  }

  /** What had not come out of the speaker at `atMs`. */
  pendingAt(atMs: number): Pending {
    return this.#pending((frame) =>
      Math.floor((atMs - frame.atMs - frame.depthMs) * this.#samplesPerMs + frame.frameSamples),
    );
  }

  /** The last `samples` that were handed over. */
  pendingLast(samples: number): Pending {
    const held = this.#frames.reduce((sum, frame) => sum + frame.frameSamples, 0);
    let heard = held - samples;
    return this.#pending((frame) => {
      const ofFrame = heard;
      heard -= frame.frameSamples;
      return ofFrame;
    });
  }

  /** @param heardOf how many samples of a frame were heard; asked once for each, oldest first; may be out of range */
  #pending(heardOf: (frame: DeviceFrame) => number): Pending {
    const parts = new Map<string, PendingPart>();
    let pendingSamples = 0;
    for (const frame of this.#frames) {
      const heardSamples = heardOf(frame);
      pendingSamples += Math.min(
        frame.frameSamples,
        Math.max(0, frame.frameSamples - heardSamples),
      );
      let at = 0;
      for (const { itemId, contentIndex, fromSample, samples } of frame.spans) {
        const left = Math.min(samples, at + samples - heardSamples);
        at += samples;
        if (left <= 0) continue;
        const key = `${contentIndex}/${itemId}`;
        const earlier = parts.get(key)?.samples ?? 0;
        const playedSamples = fromSample + samples;
        parts.set(key, { itemId, contentIndex, samples: earlier + left, playedSamples });
      }
    }
    return { samples: pendingSamples, parts: [...parts.values()] };
  }

  clear(): void {
    this.#frames = [];
  }
}

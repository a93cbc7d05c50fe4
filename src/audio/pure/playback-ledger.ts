import type { LedgerEntry, PlayedSpan } from './playback-types.js';

/** Parts remembered; beyond it the oldest that was fully played is forgotten. */
const maxParts = 256;

/** What is known of one content part of one item. */
export interface LedgerPart {
  readonly itemId: string;
  readonly contentIndex: number;
  receivedSamples: number;
  playedSamples: number;
  /** No more samples will come for it. */
  finished: boolean;
}

/**
 * Counts received and played samples for each content part, without keeping the samples. Played means handed to the
 * device. A part is forgotten once it is finished and fully played.
 */
export class PlaybackLedger {
  #parts: LedgerPart[] = [];

  /** Samples of a part were accepted. */
  receive(itemId: string, contentIndex: number, samples: number): LedgerPart {
    const part = this.#find(itemId, contentIndex) ?? this.#add(itemId, contentIndex);
    part.receivedSamples += samples;
    return part;
  }

  /** Samples were handed to the device. */
  play(span: PlayedSpan): void {
    const part = this.#find(span.itemId, span.contentIndex);
    if (part !== undefined) this.playPart(part, span.samples);
  }

  /** Like `play`, for a part at hand. */
  playPart(part: LedgerPart, samples: number): void {
    part.playedSamples += samples;
    this.#forgetIfOver(part);
  }

  /** No more samples will come for the part. */
  finish(itemId: string, contentIndex: number): LedgerPart | undefined {
    const part = this.#find(itemId, contentIndex);
    if (part === undefined) return undefined;
    part.finished = true;
    this.#forgetIfOver(part);
    return part;
  }

  /** Every part that is queued, playing or unfinished, oldest first; empties the ledger. */
  take(): readonly LedgerEntry[] {
    const entries = this.#parts.map(
      ({ itemId, contentIndex, receivedSamples, playedSamples }): LedgerEntry => ({
        itemId,
        contentIndex,
        receivedSamples,
        playedSamples,
      }),
    );
    this.#parts = [];
    return entries;
  }

  #find(itemId: string, contentIndex: number): LedgerPart | undefined {
    return this.#parts.find((part) => part.itemId === itemId && part.contentIndex === contentIndex);
  }

  #add(itemId: string, contentIndex: number): LedgerPart {
    const counts = { receivedSamples: 0, playedSamples: 0 };
    const part: LedgerPart = { itemId, contentIndex, ...counts, finished: false };
    if (this.#parts.length >= maxParts) {
      const played = this.#parts.findIndex((old) => old.playedSamples >= old.receivedSamples);
      this.#parts.splice(Math.max(0, played), 1);
    }
    this.#parts.push(part);
    return part;
  }

  #forgetIfOver(part: LedgerPart): void {
    if (!part.finished || part.playedSamples < part.receivedSamples) return;
    const index = this.#parts.indexOf(part);
    if (index >= 0) this.#parts.splice(index, 1);
  }
}

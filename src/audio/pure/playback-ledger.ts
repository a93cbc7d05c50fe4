import type { LedgerEntry, PlayedSpan } from './playback-types.js';

/** Parts remembered; the oldest that was played to its end makes room for a new one. */
const maxParts = 256;

interface Part {
  readonly itemId: string;
  readonly contentIndex: number;
  receivedSamples: number;
  handedSamples: number;
  finished: boolean;
}

/** Counts of received and handed samples for each content part, without the samples. */
export class PlaybackLedger {
  #parts: Part[] = [];

  /** Samples were accepted for a part. */
  receive(itemId: string, contentIndex: number, samples: number): void {
    let part = this.#find(itemId, contentIndex);
    if (part === undefined) {
      part = { itemId, contentIndex, receivedSamples: 0, handedSamples: 0, finished: false };
      if (this.#parts.length >= maxParts) {
        const played = this.#parts.findIndex((old) => old.handedSamples >= old.receivedSamples);
        this.#parts.splice(Math.max(0, played), 1);
      }
      this.#parts.push(part);
    }
    part.receivedSamples += samples;
  }

  /** Samples were handed to the device. */
  hand(span: PlayedSpan): void {
    const part = this.#find(span.itemId, span.contentIndex);
    if (part === undefined) return;
    part.handedSamples += span.samples;
    this.#forgetIfOver(part);
  }

  /** No more samples will come for the part; it is forgotten once all are handed over. */
  finish(itemId: string, contentIndex: number): void {
    const part = this.#find(itemId, contentIndex);
    if (part === undefined) return;
    part.finished = true;
    this.#forgetIfOver(part);
  }

  /** Every part that is queued, playing or not finished, oldest first; the ledger is empty afterwards. */
  take(): readonly LedgerEntry[] {
    const entries = this.#parts.map(
      ({ itemId, contentIndex, receivedSamples, handedSamples }): LedgerEntry => ({
        itemId,
        contentIndex,
        receivedSamples,
        queuedSamples: receivedSamples - handedSamples,
        handedSamples,
        heardSamples: handedSamples,
      }),
    );
    this.#parts = [];
    return entries;
  }

  #find(itemId: string, contentIndex: number): Part | undefined {
    return this.#parts.find((part) => part.itemId === itemId && part.contentIndex === contentIndex);
  }

  #forgetIfOver(part: Part): void {
    if (part.finished && part.handedSamples >= part.receivedSamples) {
      this.#parts.splice(this.#parts.indexOf(part), 1);
    }
  }
}

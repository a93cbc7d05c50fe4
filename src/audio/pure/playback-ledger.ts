import type { LedgerEntry, PlayedSpan } from './playback-types.js';

/** Parts remembered; the oldest that was played to its end makes room for a new one. */
const maxParts = 256;

/** What is known of one content part of one item. */
export interface LedgerPart {
  readonly itemId: string;
  readonly contentIndex: number;
  receivedSamples: number;
  handedSamples: number;
  /** No more samples will come for it. */
  finished: boolean;
}

/**
 * Counts of received and handed samples for each content part, without the samples. A part is forgotten once it is
 * finished and all of it was handed over.
 */
export class PlaybackLedger {
  #parts: LedgerPart[] = [];

  /** Samples were accepted for a part. */
  receive(itemId: string, contentIndex: number, samples: number): LedgerPart {
    const part = this.#find(itemId, contentIndex) ?? this.#add(itemId, contentIndex);
    part.receivedSamples += samples;
    return part;
  }

  /** Samples were handed to the device. */
  hand(span: PlayedSpan): void {
    const part = this.#find(span.itemId, span.contentIndex);
    if (part !== undefined) this.handPart(part, span.samples);
  }

  /** The same for a part that is known. */
  handPart(part: LedgerPart, samples: number): void {
    part.handedSamples += samples;
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

  /**
   * Every part that is queued, playing or not finished, oldest first; the ledger is empty afterwards. It knows no device:
   * what was handed over counts as heard.
   */
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

  #find(itemId: string, contentIndex: number): LedgerPart | undefined {
    return this.#parts.find((part) => part.itemId === itemId && part.contentIndex === contentIndex);
  }

  #add(itemId: string, contentIndex: number): LedgerPart {
    const counts = { receivedSamples: 0, handedSamples: 0 };
    const part: LedgerPart = { itemId, contentIndex, ...counts, finished: false };
    if (this.#parts.length >= maxParts) {
      const played = this.#parts.findIndex((old) => old.handedSamples >= old.receivedSamples);
      this.#parts.splice(Math.max(0, played), 1);
    }
    this.#parts.push(part);
    return part;
  }

  #forgetIfOver(part: LedgerPart): void {
    if (!part.finished || part.handedSamples < part.receivedSamples) return;
    const index = this.#parts.indexOf(part);
    if (index >= 0) this.#parts.splice(index, 1);
  }
}

import { lossFlushId } from '../kernel/engine-types.js';
import type { AudioEvent, PlayedFrame } from '../kernel/engine-types.js';
import type { HostMessage, ParentMessage } from '../host/host-messages.js';
import { DeviceTail, nothingPending } from '../pure/device-tail.js';
import type { Pending, PendingPart } from '../pure/device-tail.js';
import { PlaybackLedger } from '../pure/playback-ledger.js';
import type { LedgerEntry } from '../pure/playback-types.js';

type Flushed = Extract<HostMessage, { type: 'flushed' }>;

/** Items remembered as cut off by a loss: more than a session can have in progress. */
const maxRefusedItems = 64;

/**
 * The program's side of the playback in an audio host. Its own ledger survives the host, so that after a loss it still
 * knows what was played. What was queued in the dead host is not played later; the rest of those items, and of items that
 * begin during the outage, is refused and counted, because a reply must not start in its middle.
 */
export class HostPlayback {
  readonly #send: (message: ParentMessage) => void;
  readonly #emit: (event: AudioEvent) => void;
  readonly #tail: DeviceTail;
  #ledger = new PlaybackLedger();
  /** Flushes the host has not answered, each with the ledger of what it emptied. */
  #pending: { readonly flushId: number; readonly ledger: PlaybackLedger }[] = [];
  readonly #refusedItems = new Set<string>();
  #refusedSamples = 0;
  #isUp = false;
  #muted = false;

  constructor(
    rateHz: number,
    send: (message: ParentMessage) => void,
    emit: (event: AudioEvent) => void,
  ) {
    this.#tail = new DeviceTail(rateHz);
    this.#send = send;
    this.#emit = emit;
  }

  /** Samples that arrived for items cut off by a loss. */
  get refusedSamples(): number {
    return this.#refusedSamples;
  }

  /** The host accepts audio from now on. */
  resume(): void {
    this.#isUp = true;
    if (this.#muted) this.#send({ type: 'mute', muted: true });
  }

  mute(muted: boolean): void {
    this.#muted = muted;
    if (this.#isUp) this.#send({ type: 'mute', muted });
  }

  play(itemId: string, contentIndex: number, samples: Int16Array): void {
    if (!this.#isUp && !this.#refusedItems.has(itemId)) {
      this.#refuse(itemId);
      const refused = { itemId, contentIndex, receivedSamples: samples.length, playedSamples: 0 };
      queueMicrotask(() => {
        this.#emit({ type: 'flushed', flushId: lossFlushId, items: [refused] });
      });
    }
    if (this.#refusedItems.has(itemId)) {
      this.#refusedSamples += samples.length;
      return;
    }
    this.#ledger.receive(itemId, contentIndex, samples.length);
    this.#send({ type: 'play', itemId, contentIndex, samples });
  }

  finish(itemId: string, contentIndex: number): void {
    this.#ledger.finish(itemId, contentIndex);
    this.#send({ type: 'finish', itemId, contentIndex });
  }

  flush(flushId: number): void {
    this.#pending.push({ flushId, ledger: this.#ledger });
    this.#ledger = new PlaybackLedger();
    if (this.#isUp) this.#send({ type: 'flush', flushId });
    else
      queueMicrotask(() => {
        this.#answerPending();
      });
  }

  /** The host handed a frame to the device. */
  played(frame: PlayedFrame): void {
    const { spans, samples, atMs, depthMs } = frame;
    const ledger = this.#pending[0]?.ledger ?? this.#ledger;
    for (const span of spans) ledger.play(span);
    this.#tail.add({ spans, frameSamples: samples.length, atMs, depthMs });
    this.#emit({ type: 'played', frame });
  }

  /** The host answered a flush. */
  flushed({ flushId, items, unheardSamples }: Flushed): void {
    this.#pending.shift();
    const pending = this.#tail.pendingLast(unheardSamples);
    this.#tail.clear();
    this.#emitFlushed(flushId, heardEntries(items, pending), pending);
  }

  /**
   * The host is gone, and all its messages have been read.
   * @param diedMs when its speaker last gave a sign of life: what the device then held was not heard
   */
  lose(diedMs: number): void {
    this.#isUp = false;
    const pending = this.#tail.pendingAt(diedMs);
    this.#tail.clear();
    const answered = this.#answerPending(pending);
    const open = this.#ledger.take().map((entry) => withoutPending(entry, pending));
    const items = [...forgottenEntries(pending, [...answered, ...open]), ...open];
    for (const { itemId } of items) this.#refuse(itemId);
    // A flush that was open has told what was not heard.
    const rest = answered.length === 0 ? pending : nothingPending;
    if (items.length > 0) this.#emitFlushed(lossFlushId, items, rest);
  }

  /** Answers every open flush; returns the entries of all of them. */
  #answerPending(pending: Pending = nothingPending): readonly LedgerEntry[] {
    const flushes = this.#pending;
    this.#pending = [];
    return flushes.flatMap(({ flushId, ledger }, n) => {
      const items = ledger.take().map((entry) => withoutPending(entry, pending));
      this.#emitFlushed(flushId, items, n === 0 ? pending : nothingPending);
      return items;
    });
  }

  #emitFlushed(flushId: number, items: readonly LedgerEntry[], { samples }: Pending): void {
    const unheard = samples === 0 ? {} : { unheardSamples: samples };
    this.#emit({ type: 'flushed', flushId, items, ...unheard });
  }

  #refuse(itemId: string): void {
    this.#refusedItems.add(itemId);
    if (this.#refusedItems.size <= maxRefusedItems) return;
    for (const oldest of this.#refusedItems) {
      this.#refusedItems.delete(oldest);
      return;
    }
  }
}

/** Entries without what the device held and will not be heard. */
function heardEntries(entries: readonly LedgerEntry[], pending: Pending): readonly LedgerEntry[] {
  const known = entries.map((entry) => withoutPending(entry, pending));
  return [...forgottenEntries(pending, known), ...known];
}

function withoutPending(entry: LedgerEntry, { parts }: Pending): LedgerEntry {
  const samples = parts.find((part) => isOf(part, entry))?.samples ?? 0;
  return { ...entry, playedSamples: Math.max(0, entry.playedSamples - samples) };
}

/** Entries of parts that the ledger forgot because they were fully handed over, but whose end was still in the device. */
function forgottenEntries(
  { parts }: Pending,
  known: readonly LedgerEntry[],
): readonly LedgerEntry[] {
  return parts
    .filter((part) => !known.some((entry) => isOf(part, entry)))
    .map(({ itemId, contentIndex, playedSamples, samples }) => ({
      itemId,
      contentIndex,
      receivedSamples: playedSamples,
      playedSamples: playedSamples - samples,
    }));
}

function isOf(part: PendingPart, entry: LedgerEntry): boolean {
  return part.itemId === entry.itemId && part.contentIndex === entry.contentIndex;
}

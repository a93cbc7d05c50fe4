import { lossFlushId } from '../kernel/engine-types.js';
import type { AudioEvent, HeardFrame } from '../kernel/engine-types.js';
import type { ParentMessage } from '../host/host-messages.js';
import { DeviceTail } from '../pure/device-tail.js';
import type { Unheard } from '../pure/device-tail.js';
import { PlaybackLedger } from '../pure/playback-ledger.js';
import type { LedgerEntry } from '../pure/playback-types.js';

/** Items remembered as cut off by a loss: more than one session can have under way. */
const mostRefusedItems = 64;

/**
 * The program's side of the playback in an audio host. Its own ledger survives the host: after a loss it still knows what
 * was handed over. What was queued in the dead host is not played later; the rest of those items, and of items that begin
 * during the outage, is refused and counted, for nobody wants a reply that starts in its middle.
 */
export class HostPlayback {
  readonly #send: (message: ParentMessage) => void;
  readonly #tell: (event: AudioEvent) => void;
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
    tell: (event: AudioEvent) => void,
  ) {
    this.#tail = new DeviceTail(rateHz);
    this.#send = send;
    this.#tell = tell;
  }

  /** Samples that came for items cut off by a loss. */
  get refusedSamples(): number {
    return this.#refusedSamples;
  }

  /** The host takes sound from now on. */
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
      const unheard = {
        itemId,
        contentIndex,
        receivedSamples: samples.length,
        queuedSamples: samples.length,
        handedSamples: 0,
        heardSamples: 0,
      };
      queueMicrotask(() => {
        this.#tell({ type: 'flushed', flushId: lossFlushId, items: [unheard] });
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

  /** The host handed a frame over. */
  heard(frame: HeardFrame): void {
    const { spans, samples, atMs, depthMs } = frame;
    const ledger = this.#pending[0]?.ledger ?? this.#ledger;
    for (const span of spans) ledger.hand(span);
    this.#tail.hand({ spans, frameSamples: samples.length, atMs, depthMs });
    this.#tell({ type: 'heard', frame });
  }

  /** The host answered a flush. */
  flushed(flushId: number, items: readonly LedgerEntry[]): void {
    this.#pending.shift();
    this.#tail.clear();
    this.#tell({ type: 'flushed', flushId, items });
  }

  /**
   * The host is gone, and everything it said has been heard.
   * @param diedMs when its speaker last gave a sign of life: what it held then was not heard
   */
  lose(diedMs: number): void {
    this.#isUp = false;
    const unheard = this.#tail.unheardAt(diedMs);
    this.#tail.clear();
    const answered = this.#answerPending({ unheard, diedMs });
    const open = this.#ledger.take().map((entry) => withoutUnheard(entry, unheard));
    const items = [...playedOut(unheard, [...answered, ...open]), ...open];
    for (const { itemId } of items) this.#refuse(itemId);
    if (items.length > 0) this.#tell({ type: 'flushed', flushId: lossFlushId, items, diedMs });
  }

  /** Gives every entry that was told. */
  #answerPending(death?: {
    readonly unheard: readonly Unheard[];
    readonly diedMs: number;
  }): readonly LedgerEntry[] {
    const { unheard = [], diedMs } = death ?? {};
    const pending = this.#pending;
    this.#pending = [];
    return pending.flatMap(({ flushId, ledger }) => {
      const items = ledger.take().map((entry) => withoutUnheard(entry, unheard));
      this.#tell({ type: 'flushed', flushId, items, ...(diedMs !== undefined && { diedMs }) });
      return items;
    });
  }

  #refuse(itemId: string): void {
    this.#refusedItems.add(itemId);
    if (this.#refusedItems.size <= mostRefusedItems) return;
    for (const oldest of this.#refusedItems) {
      this.#refusedItems.delete(oldest);
      return;
    }
  }
}

/** The entry as it stands when its device is dead: what was in it will not be heard. */
function withoutUnheard(entry: LedgerEntry, unheard: readonly Unheard[]): LedgerEntry {
  const samples = unheard.find((part) => isOf(part, entry))?.samples ?? 0;
  const heardSamples = Math.max(0, entry.handedSamples - samples);
  return { ...entry, handedSamples: heardSamples, heardSamples };
}

/** Parts that the ledger has done with, for all of them was handed over, but whose end was still in the device. */
function playedOut(
  unheard: readonly Unheard[],
  told: readonly LedgerEntry[],
): readonly LedgerEntry[] {
  return unheard
    .filter((part) => !told.some((entry) => isOf(part, entry)))
    .map(({ itemId, contentIndex, handedSamples, samples }) => ({
      itemId,
      contentIndex,
      receivedSamples: handedSamples,
      queuedSamples: 0,
      handedSamples: handedSamples - samples,
      heardSamples: handedSamples - samples,
    }));
}

function isOf(part: Unheard, entry: LedgerEntry): boolean {
  return part.itemId === entry.itemId && part.contentIndex === entry.contentIndex;
}

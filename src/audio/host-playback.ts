import { lossFlushId } from './engine-types.js';
import type { AudioEvent, HeardFrame } from './engine-types.js';
import type { ParentMessage } from './host/messages.js';
import { PlaybackLedger } from './pure/playback-ledger.js';
import type { LedgerEntry } from './pure/playback-types.js';

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
  #ledger = new PlaybackLedger();
  /** Flushes the host has not answered, each with the ledger of what it emptied. */
  #pending: { readonly flushId: number; readonly ledger: PlaybackLedger }[] = [];
  readonly #refusedItems = new Set<string>();
  #refusedSamples = 0;
  #isUp = false;
  #muted = false;

  constructor(send: (message: ParentMessage) => void, tell: (event: AudioEvent) => void) {
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
    if (!this.#isUp) this.#refuse(itemId);
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
    const ledger = this.#pending[0]?.ledger ?? this.#ledger;
    for (const span of frame.spans) ledger.hand(span);
    this.#tell({ type: 'heard', frame });
  }

  /** The host answered a flush. */
  flushed(flushId: number, items: readonly LedgerEntry[]): void {
    this.#pending.shift();
    this.#tell({ type: 'flushed', flushId, items });
  }

  /** The host is gone, and everything it said has been heard. */
  lose(): void {
    this.#isUp = false;
    this.#answerPending();
    const items = this.#ledger.take();
    for (const { itemId } of items) this.#refuse(itemId);
    if (items.length > 0) this.#tell({ type: 'flushed', flushId: lossFlushId, items });
  }

  #answerPending(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const { flushId, ledger } of pending) {
      this.#tell({ type: 'flushed', flushId, items: ledger.take() });
    }
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

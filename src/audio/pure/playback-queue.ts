import { PlaybackLedger, type LedgerPart } from './playback-ledger.js';
import type { LedgerEntry, PlayedSpan } from './playback-types.js';
import { SampleRing } from './sample-ring.js';

/** One frame for the device: the queued samples, filled up with silence, and whose they are. */
export interface PulledFrame {
  readonly samples: Int16Array;
  readonly spans: readonly PlayedSpan[];
  /** The frame pulled before held sound too: no silence lies between them. */
  readonly follows: boolean;
}

/** Ten minutes of sound may wait: longer than any reply. */
const capacitySeconds = 600;

interface Run {
  readonly part: LedgerPart;
  samples: number;
}

/**
 * The playback ring with its ledger: which samples of which item were received and handed to the device. Bounded to ten
 * minutes; on overflow the newest samples are refused, with the rest of their part, and counted.
 */
export class PlaybackQueue {
  readonly #ring: SampleRing;
  readonly #ledger = new PlaybackLedger();
  /** Parts behind whose last sample the ring ran dry: more of them is an audible gap. */
  readonly #dry = new WeakSet<LedgerPart>();
  /** Parts of which a sample was refused: the rest must be refused too, for what is heard to stay a prefix of the part. */
  readonly #full = new WeakSet<LedgerPart>();
  #runs: Run[] = [];
  /** The part whose samples ran out last, until the silence behind it has been noted. */
  #lastHanded: LedgerPart | undefined;
  /** The last frame pulled held sound. */
  #sounding = false;
  #droppedSamples = 0;
  #underruns = 0;

  /** @param capacitySamples for tests; otherwise ten minutes at `sampleRateHz` */
  constructor(sampleRateHz: number, capacitySamples = sampleRateHz * capacitySeconds) {
    this.#ring = new SampleRing(capacitySamples, 'drop-newest');
  }

  /** Samples that wait to be handed over. */
  get queuedSamples(): number {
    return this.#ring.length;
  }

  /** No more is to come behind the last sample that waits. */
  get endsComplete(): boolean {
    return this.#runs.at(-1)?.part.finished ?? false;
  }

  /** Samples refused because the ring was full. */
  get droppedSamples(): number {
    return this.#droppedSamples;
  }

  /** Gaps heard in the middle of a part: the ring ran dry, then more of the same part came. */
  get underruns(): number {
    return this.#underruns;
  }

  /**
   * Appends samples of a content part. After a `flush` a part counts from 0 again: do not push what belongs to a
   * flushed reply.
   */
  push(itemId: string, contentIndex: number, samples: Int16Array): void {
    if (samples.length === 0) return;
    const part = this.#ledger.receive(itemId, contentIndex, 0);
    if (this.#dry.delete(part)) this.#underruns += 1;
    const accepted = this.#full.has(part) ? 0 : this.#ring.write(samples);
    if (accepted < samples.length) {
      this.#full.add(part);
      this.#droppedSamples += samples.length - accepted;
    }
    if (accepted === 0) return;
    this.#ledger.receive(itemId, contentIndex, accepted);
    const last = this.#runs.at(-1);
    if (last?.part === part) last.samples += accepted;
    else this.#runs.push({ part, samples: accepted });
  }

  /** No more samples will come for this part: running dry behind it is its end. */
  finish(itemId: string, contentIndex: number): void {
    const part = this.#ledger.finish(itemId, contentIndex);
    if (part !== undefined) this.#dry.delete(part);
  }

  /** The next frame for the device; undefined is a frame of silence. */
  pull(frameSamples: number): PulledFrame | undefined {
    if (this.#ring.length === 0) {
      this.#markDry();
      this.#sounding = false;
      return undefined;
    }
    const samples = new Int16Array(frameSamples);
    let left = this.#ring.read(samples);
    const short = left < frameSamples;
    const spans: PlayedSpan[] = [];
    while (left > 0) {
      const run = this.#runs[0];
      if (run === undefined) break;
      const count = Math.min(run.samples, left);
      const { itemId, contentIndex, handedSamples: fromSample } = run.part;
      spans.push({ itemId, contentIndex, fromSample, samples: count });
      this.#ledger.handPart(run.part, count);
      run.samples -= count;
      left -= count;
      if (run.samples === 0) {
        this.#runs.shift();
        this.#lastHanded = run.part;
      }
    }
    if (short) this.#markDry();
    const follows = this.#sounding;
    this.#sounding = true;
    return { samples, spans, follows };
  }

  /**
   * Empties the ring and answers with the ledger of every part that was queued, playing or not yet finished. The queue
   * knows no device: what it handed over counts as heard.
   */
  flush(): readonly LedgerEntry[] {
    this.#ring.clear();
    this.#runs = [];
    this.#lastHanded = undefined;
    return this.#ledger.take();
  }

  #markDry(): void {
    const part = this.#lastHanded;
    if (part !== undefined && !part.finished) this.#dry.add(part);
    this.#lastHanded = undefined;
  }
}

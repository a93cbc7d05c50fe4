import { PlaybackLedger, type LedgerPart } from './playback-ledger.js';
import type { LedgerEntry, PlayedSpan } from './playback-types.js';
import { SampleRing } from './sample-ring.js';

/** One frame for the device: queued samples, padded with silence, and which items they belong to. */
export interface PulledFrame {
  readonly samples: Int16Array;
  readonly spans: readonly PlayedSpan[];
}

/** Ten minutes of audio may wait: longer than any reply. */
const capacitySeconds = 600;

interface Run {
  readonly part: LedgerPart;
  samples: number;
}

/**
 * The playback ring with its ledger: which samples of which item were received and handed to the device. Bounded to ten
 * minutes; on overflow the newest samples and the rest of their part are refused and counted.
 */
export class PlaybackQueue {
  readonly #ring: SampleRing;
  readonly #ledger = new PlaybackLedger();
  /** Parts after whose last sample the ring ran dry: more samples of them mean an audible gap. */
  readonly #dry = new WeakSet<LedgerPart>();
  /** Parts that lost a sample to overflow. Their rest is refused too, so that what is played stays a prefix of the part. */
  readonly #full = new WeakSet<LedgerPart>();
  #runs: Run[] = [];
  /** The part whose samples ran out last, until the silence after it has been noted. */
  #lastPlayed: LedgerPart | undefined;
  #droppedSamples = 0;
  #underruns = 0;

  /** @param capacitySamples for tests; otherwise ten minutes at `sampleRateHz` */
  constructor(sampleRateHz: number, capacitySamples = sampleRateHz * capacitySeconds) {
    this.#ring = new SampleRing(capacitySamples);
  }

  /** Samples waiting to be handed over. */
  get queuedSamples(): number {
    return this.#ring.length;
  }

  /** Nothing will follow the last waiting sample. */
  get endsComplete(): boolean {
    return this.#runs.at(-1)?.part.finished ?? false;
  }

  /** Samples refused because the ring was full. */
  get droppedSamples(): number {
    return this.#droppedSamples;
  }

  /** Audible gaps within a part: the ring ran dry, then more of the same part arrived. */
  get underruns(): number {
    return this.#underruns;
  }

  /** Appends samples of a content part. Do not push more of a reply after flushing it: its count would restart at 0. */
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

  /** No more samples will come for this part: running dry after it is its end. */
  finish(itemId: string, contentIndex: number): void {
    const part = this.#ledger.finish(itemId, contentIndex);
    if (part !== undefined) this.#dry.delete(part);
  }

  /** The next frame for the device; undefined when nothing is queued. */
  pull(frameSamples: number): PulledFrame | undefined {
    if (this.#ring.length === 0) {
      this.#markDry();
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
      const { itemId, contentIndex, playedSamples: fromSample } = run.part;
      spans.push({ itemId, contentIndex, fromSample, samples: count });
      this.#ledger.playPart(run.part, count);
      run.samples -= count;
      left -= count;
      if (run.samples === 0) {
        this.#runs.shift();
        this.#lastPlayed = run.part;
      }
    }
    if (short) this.#markDry();
    return { samples, spans };
  }

  /** Empties the ring; returns the ledger of every part that was queued, playing or unfinished. */
  flush(): readonly LedgerEntry[] {
    this.#ring.clear();
    this.#runs = [];
    this.#lastPlayed = undefined;
    return this.#ledger.take();
  }

  #markDry(): void {
    const part = this.#lastPlayed;
    if (part !== undefined && !part.finished) this.#dry.add(part);
    this.#lastPlayed = undefined;
  }
}

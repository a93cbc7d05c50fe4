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
/** Parts kept for the next `flush` after they ran dry without being finished. */
const maxParts = 256;

interface Part {
  readonly itemId: string;
  readonly contentIndex: number;
  receivedSamples: number;
  handedSamples: number;
  finished: boolean;
  /** The ring ran dry behind this part's last sample: more of it would be an audible gap. */
  dry: boolean;
  /** A sample was refused: the rest must be refused too, for what is heard to stay a prefix of the part. */
  full: boolean;
}

interface Run {
  readonly part: Part;
  samples: number;
}

/**
 * The playback ring with its ledger: which samples of which item were received and handed to the device. Bounded to ten
 * minutes; on overflow the newest samples are refused, with the rest of their part, and counted.
 */
export class PlaybackQueue {
  readonly #ring: SampleRing;
  readonly #parts: Part[] = [];
  #runs: Run[] = [];
  /** The part whose samples ran out last, until the silence behind it has been noted. */
  #lastHanded: Part | undefined;
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
    const part = this.#find(itemId, contentIndex) ?? this.#add(itemId, contentIndex);
    if (part.dry) {
      this.#underruns += 1;
      part.dry = false;
    }
    const accepted = part.full ? 0 : this.#ring.write(samples);
    if (accepted < samples.length) {
      part.full = true;
      this.#droppedSamples += samples.length - accepted;
    }
    if (accepted === 0) return;
    part.receivedSamples += accepted;
    const last = this.#runs.at(-1);
    if (last?.part === part) last.samples += accepted;
    else this.#runs.push({ part, samples: accepted });
  }

  /** No more samples will come for this part: running dry behind it is its end. */
  finish(itemId: string, contentIndex: number): void {
    const part = this.#find(itemId, contentIndex);
    if (part === undefined) return;
    part.finished = true;
    part.dry = false;
    this.#forgetIfOver(part);
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
      run.part.handedSamples += count;
      run.samples -= count;
      left -= count;
      if (run.samples === 0) {
        this.#runs.shift();
        this.#lastHanded = run.part;
        this.#forgetIfOver(run.part);
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
    this.#ring.clear();
    this.#runs = [];
    this.#parts.length = 0;
    this.#lastHanded = undefined;
    return entries;
  }

  #markDry(): void {
    const part = this.#lastHanded;
    if (part !== undefined && !part.finished) part.dry = true;
    this.#lastHanded = undefined;
  }

  #find(itemId: string, contentIndex: number): Part | undefined {
    return this.#parts.find((part) => part.itemId === itemId && part.contentIndex === contentIndex);
  }

  #add(itemId: string, contentIndex: number): Part {
    const part: Part = {
      itemId,
      contentIndex,
      receivedSamples: 0,
      handedSamples: 0,
      finished: false,
      dry: false,
      full: false,
    };
    if (this.#parts.length >= maxParts) {
      const played = this.#parts.findIndex((old) => old.handedSamples === old.receivedSamples);
      this.#parts.splice(Math.max(0, played), 1);
    }
    this.#parts.push(part);
    return part;
  }

  #forgetIfOver(part: Part): void {
    if (!part.finished || part.handedSamples < part.receivedSamples) return;
    const index = this.#parts.indexOf(part);
    if (index >= 0) this.#parts.splice(index, 1);
  }
}

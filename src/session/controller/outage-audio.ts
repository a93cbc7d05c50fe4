import { CaptureHistory } from '../../audio/pure/capture-history.js';

/** Microphone audio kept while the connection is lost. */
const maxKeptMs = 2_000;

/** Microphone audio from an outage: the newest 2 s; older frames are dropped and counted. */
export class OutageAudio<Frame extends { readonly samples: Int16Array }> {
  readonly #history: CaptureHistory<Frame>;
  #samples = 0;

  constructor(rateHz: number) {
    this.#history = new CaptureHistory(rateHz, maxKeptMs);
  }

  push(frame: Frame): void {
    this.#history.push(frame);
    this.#samples += frame.samples.length;
  }

  /** What is kept, oldest first, and how many samples had to make room for it. Nothing is kept afterwards. */
  take(): { readonly frames: readonly Frame[]; readonly droppedSamples: number } {
    const frames = this.#history.take(maxKeptMs);
    const taken = frames.reduce((sum, { samples }) => sum + samples.length, 0);
    const droppedSamples = this.#samples - taken;
    this.#samples = 0;
    return { frames, droppedSamples };
  }
}

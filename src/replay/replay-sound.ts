import type { AudioEngine, AudioEvent } from '../audio/kernel/engine-types.js';
import { msToSamples, samplesToMs } from '../audio/pure/pcm.js';
import type { RecordedSound } from './wav-file.js';

/** What is read ahead of the device, so that a busy moment of this program is not heard. */
const aheadMs = 1000;
const pieceMs = 100;

/** One stretch that is played without a jump. */
interface Run {
  readonly itemId: string;
  readonly from: number;
  /** Samples given to the engine. */
  fed: number;
  /** Samples that the device has taken, and when the last of them is heard. */
  taken: number;
  takenHeardMs: number;
  /** Positions never go back. */
  heard: number;
}

/** Plays a recording's sound. Where it stands is what was heard, by the device's own account, not by a timer. */
export class ReplaySound {
  readonly #engine: AudioEngine;
  readonly #sound: RecordedSound;
  readonly #nowMs: () => number;
  #run: Run | undefined;
  #runs = 0;
  #isUp = false;

  constructor(engine: AudioEngine, sound: RecordedSound, nowMs: () => number) {
    this.#engine = engine;
    this.#sound = sound;
    this.#nowMs = nowMs;
  }

  /** Whether there is a device that takes sound now. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /**
   * Opens the device.
   * @param onChange called when the device went away or came back
   * @throws VoiceliveError exit code 4
   */
  async open(onChange: () => void): Promise<void> {
    const setUp = (isUp: boolean): void => {
      this.#isUp = isUp;
      onChange();
    };
    await this.#engine.start((event) => {
      this.#onEvent(event, setUp);
    });
    setUp(true);
  }

  /** Plays on from a position in the WAV; what was playing stops. */
  play(fromMs: number): void {
    this.stop();
    const from = msToSamples(fromMs, this.#sound.rateHz);
    this.#runs += 1;
    const itemId = `run-${this.#runs}`;
    this.#run = { itemId, from, fed: 0, taken: 0, takenHeardMs: 0, heard: 0 };
  }

  stop(): void {
    if (this.#run === undefined) return;
    this.#run = undefined;
    this.#engine.flush(this.#runs);
  }

  /**
   * Gives the device what it needs next.
   * @param endMs where the recording ends by now, in the WAV
   * @param isComplete it will not become longer
   */
  feed(endMs: number, isComplete: boolean): void {
    const run = this.#run;
    if (run === undefined) return;
    const { rateHz } = this.#sound;
    const end = msToSamples(endMs, rateHz) - run.from;
    while (run.fed < end && run.fed - run.taken < msToSamples(aheadMs, rateHz)) {
      const count = Math.min(msToSamples(pieceMs, rateHz), end - run.fed);
      this.#engine.play(run.itemId, 0, this.#sound.read(run.from + run.fed, count));
      run.fed += count;
    }
    // So that a rest which is shorter than what the device waits for is played, too.
    if (isComplete && run.fed >= end) this.#engine.finish(run.itemId, 0);
  }

  /** What is heard now, in the WAV; undefined while nothing is played. */
  positionMs(): number | undefined {
    const run = this.#run;
    if (run === undefined) return undefined;
    const { rateHz } = this.#sound;
    const toCome = Math.max(0, run.takenHeardMs - this.#nowMs());
    run.heard = Math.max(run.heard, run.taken - msToSamples(toCome, rateHz));
    return samplesToMs(run.from + run.heard, rateHz);
  }

  #onEvent(event: AudioEvent, setUp: (isUp: boolean) => void): void {
    if (event.type === 'played') {
      for (const { itemId, fromSample, samples } of event.frame.spans) {
        if (this.#run?.itemId !== itemId) continue;
        this.#run.taken = fromSample + samples;
        this.#run.takenHeardMs = event.frame.atMs + event.frame.depthMs;
      }
    } else if (event.type === 'lost' || event.type === 'failed') {
      this.#run = undefined;
      setUp(false);
    } else if (event.type === 'restored') setUp(true);
  }
}

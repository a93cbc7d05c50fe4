import type { AudioEngine, AudioEvent } from '../../../src/audio/kernel/engine-types.js';
import { Playout } from '../../../src/audio/pure/playout.js';
import { Line, type HeldUpTime } from './held-up-time.js';

export const rateHz = 24_000;
const frame = rateHz / 50;
const frameMs = 20;
/** How late a device's frames are read or asked for, and how long a message between two processes takes. */
const latestMs = 4;
const messageMs = [0.2, 1] as const;

/** A sound of which no sample is 0. */
export function tone(n: number, size: number): number {
  return n % 24 < 12 ? size : -size;
}

/**
 * A microphone and a speaker with clocks of their own, read late and told of later still, with the program's own playout
 * between. What the person says and what comes out of the speaker is known to the sample.
 */
export class VirtualDevices implements AudioEngine {
  readonly microphone = 'virtual';
  readonly speaker = 'virtual';
  readonly microphoneEnds = false;
  /** When the person's last speech ended. */
  speechEndMs = Number.NaN;
  /** When the first sound after it came out of the speaker. */
  firstSoundMs = Number.NaN;
  /** Delay of the last sample of a frame that is handed over. */
  depthMs = 60;
  readonly #time: HeldUpTime;
  readonly #playout = new Playout(rateHz, frame);
  readonly #toProgram = new Line();
  readonly #toHost = new Line();
  readonly #periodMs: { readonly input: number; readonly output: number };
  #listener: (event: AudioEvent) => void = () => undefined;
  #speech = { from: 0, to: 0 };
  #captured = 0;
  #lastReadMs = 0;
  #isClosed = false;

  /** @param driftPpm how much slower than the clock they run */
  constructor(time: HeldUpTime, driftPpm: { readonly input: number; readonly output: number }) {
    this.#time = time;
    this.#periodMs = {
      input: frameMs * (1 + driftPpm.input / 1e6),
      output: frameMs * (1 + driftPpm.output / 1e6),
    };
  }

  start(listener: (event: AudioEvent) => void): Promise<void> {
    this.#listener = listener;
    this.#capture(this.#time.nowMs, 0);
    this.#feed(this.#time.nowMs + 7);
    return Promise.resolve();
  }

  /** Has the person speak, beginning so long from now. */
  speak(inMs: number, lengthMs: number): void {
    const from = Math.round(this.#captured + (inMs * rateHz) / 1000);
    this.#speech = { from, to: from + Math.round((lengthMs * rateHz) / 1000) };
    this.speechEndMs = Number.NaN;
    this.firstSoundMs = Number.NaN;
  }

  play(itemId: string, contentIndex: number, samples: Int16Array): void {
    this.#order(() => {
      this.#playout.push(itemId, contentIndex, samples);
    });
  }

  finish(itemId: string, contentIndex: number): void {
    this.#order(() => {
      this.#playout.finish(itemId, contentIndex);
    });
  }

  flush(flushId: number): void {
    this.#order(() => {
      this.#tell({ type: 'flushed', flushId, items: this.#playout.flush() });
    });
  }

  beginInput(): void {
    // It listens from the start.
  }

  silenceSpeaker(): void {
    // Nothing is ever undecided here.
  }

  muteSpeaker(muted: boolean): void {
    this.#playout.muted = muted;
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return Promise.resolve();
  }

  #order(run: () => void): void {
    this.#time.at(this.#toHost.arrival(this.#time.nowMs, this.#time.between(...messageMs)), run);
  }

  #tell(event: AudioEvent): void {
    const delayMs = this.#time.between(...messageMs);
    this.#time.program(this.#toProgram.arrival(this.#time.nowMs, delayMs), () => {
      if (!this.#isClosed) this.#listener(event);
    });
  }

  /** The frame that begins at `beginMs` of the microphone. */
  #capture(beginMs: number, sequence: number): void {
    const { from, to } = this.#speech;
    const samples = Int16Array.from({ length: frame }, (_, n) =>
      this.#captured + n >= from && this.#captured + n < to ? tone(n, 6000) : 0,
    );
    const completeMs = beginMs + this.#periodMs.input;
    if (to > this.#captured && to <= this.#captured + frame)
      this.speechEndMs = beginMs + ((to - this.#captured) * this.#periodMs.input) / frame;
    const readMs = Math.max(this.#lastReadMs, completeMs + this.#time.between(0, latestMs));
    this.#lastReadMs = readMs;
    this.#captured += frame;
    this.#time.at(readMs, () => {
      this.#tell({ type: 'captured', frame: { sequence, samples, atMs: readMs } });
      if (!this.#isClosed) this.#capture(completeMs, sequence + 1);
    });
  }

  /** The speaker takes its next frame at `dueMs`, a little late. */
  #feed(dueMs: number): void {
    this.#time.at(dueMs + this.#time.between(0, latestMs), () => {
      const { samples, sound } = this.#playout.pull();
      const { depthMs } = this;
      const atMs = this.#time.nowMs;
      if (sound !== undefined) {
        const first = samples.findIndex((sample) => sample !== 0);
        if (Number.isNaN(this.firstSoundMs) && first >= 0)
          this.firstSoundMs = dueMs + depthMs - frameMs + (first * frameMs) / frame;
        this.#tell({ type: 'played', frame: { ...sound, atMs, depthMs } });
      }
      if (!this.#isClosed) this.#feed(dueMs + this.#periodMs.output);
    });
  }
}

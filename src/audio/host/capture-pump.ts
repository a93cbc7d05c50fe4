import { monotonicMs } from '../../shared/clock.js';
import { frameMs } from '../kernel/engine-types.js';
import type { CapturedFrame } from '../kernel/engine-types.js';
import { BoundedQueue } from '../pure/bounded-queue.js';
import { DriftMeter } from '../pure/drift-meter.js';
import { FrameCutter } from '../pure/frame-cutter.js';
import { msToSamples } from '../pure/pcm.js';
import type { InputStream } from './audio-backend.js';

/** Two seconds: a program that was held up longer gets the newest. */
const ringFrames = 2000 / frameMs;
/** Frames given to the channel and not yet taken by it. */
const mostInFlight = 8;

/** Reads the microphone into a ring of frames and drains it as fast as the program takes them. */
export class Capture {
  readonly #stream: InputStream;
  readonly #send: (frame: CapturedFrame, onTaken: () => void) => void;
  readonly #ring = new BoundedQueue<CapturedFrame>(ringFrames);
  readonly #cutter: FrameCutter;
  readonly #drift: DriftMeter;
  #sequence = 0;
  #inFlight = 0;
  #stopped = false;

  constructor(
    stream: InputStream,
    rateHz: number,
    send: (frame: CapturedFrame, onTaken: () => void) => void,
  ) {
    this.#stream = stream;
    this.#send = send;
    this.#cutter = new FrameCutter(msToSamples(frameMs, rateHz));
    this.#drift = new DriftMeter(rateHz);
  }

  /** See `DriftMeter`. */
  get driftPpm(): number | undefined {
    return this.#drift.ppm;
  }

  /** Frames lost because the program did not take them for two seconds. */
  get droppedFrames(): number {
    return this.#ring.dropped;
  }

  /** Reads until `stop`; pends for ever when the device died. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      const read = await this.#stream.read();
      const atMs = monotonicMs();
      this.#drift.add(read.length, atMs);
      for (const samples of this.#cutter.push(read)) {
        this.#ring.push({ sequence: this.#sequence, samples, atMs });
        this.#sequence += 1;
      }
      this.#drain();
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  #drain(): void {
    while (this.#inFlight < mostInFlight) {
      const frame = this.#ring.shift();
      if (frame === undefined) return;
      this.#inFlight += 1;
      this.#send(frame, () => {
        this.#inFlight -= 1;
        this.#drain();
      });
    }
  }
}

import { monotonicMs } from '../../shared/clock.js';
import { frameMs } from '../kernel/engine-types.js';
import type { CapturedFrame } from '../kernel/engine-types.js';
import { BoundedQueue } from '../pure/bounded-queue.js';
import { DriftMeter } from '../pure/drift-meter.js';
import { CaptureClock } from '../pure/capture-clock.js';
import { FrameCutter } from '../pure/frame-cutter.js';
import { msToSamples, samplesToMs } from '../pure/pcm.js';
import { QuietFrames } from '../pure/quiet-frames.js';
import type { InputStream } from './audio-backend.js';

/** Two seconds, of silence more: after a longer stall the program gets the newest frames. */
const maxQueuedFrames = 2000 / frameMs;
/** Frames sent to the IPC channel and not yet written by it. */
const maxInFlight = 8;

interface ReadFrame {
  readonly frame: CapturedFrame;
  /** When it was read, which is later than when it was captured. */
  readonly readMs: number;
}

/** Reads the microphone into a bounded queue of frames, and sends them as fast as the program reads. */
export class CapturePump {
  readonly #stream: InputStream;
  readonly #send: (read: ReadFrame, onSent: () => void) => void;
  readonly #rateHz: number;
  readonly #queue = new BoundedQueue<ReadFrame>(maxQueuedFrames);
  readonly #cutter: FrameCutter;
  readonly #clock: CaptureClock;
  readonly #quiet: QuietFrames;
  readonly #drift: DriftMeter;
  #sequence = 0;
  #inFlight = 0;
  #stopped = false;

  constructor(
    stream: InputStream,
    rateHz: number,
    send: (read: ReadFrame, onSent: () => void) => void,
  ) {
    this.#rateHz = rateHz;
    this.#stream = stream;
    this.#send = send;
    this.#cutter = new FrameCutter(msToSamples(frameMs, rateHz));
    this.#clock = new CaptureClock(rateHz);
    this.#quiet = new QuietFrames(rateHz);
    this.#drift = new DriftMeter(rateHz);
  }

  /** See `DriftMeter`. */
  get driftPpm(): number | undefined {
    return this.#drift.ppm;
  }

  /** Frames lost because the program did not read for two seconds. */
  get droppedFrames(): number {
    return this.#queue.dropped;
  }

  /** Reads until `stop`; never settles when the device died. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      const read = await this.#stream.read();
      const readMs = monotonicMs();
      this.#drift.add(read.length, readMs);
      const cut = this.#cutter.push(read);
      const lastMs =
        this.#clock.read(read.length, readMs) - samplesToMs(this.#cutter.filled, this.#rateHz);
      for (const [n, samples] of cut.entries()) {
        const atMs = lastMs - (cut.length - 1 - n) * frameMs;
        for (const frame of this.#quiet.push({ samples, atMs })) {
          this.#queue.push({ frame: { sequence: this.#sequence, ...frame }, readMs });
          this.#sequence += 1;
        }
      }
      this.#drain();
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  #drain(): void {
    while (this.#inFlight < maxInFlight) {
      const read = this.#queue.shift();
      if (read === undefined) return;
      this.#inFlight += 1;
      this.#send(read, () => {
        this.#inFlight -= 1;
        this.#drain();
      });
    }
  }
}

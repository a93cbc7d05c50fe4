import { monotonicMs } from '../../shared/clock.js';
import { frameMs } from '../kernel/engine-types.js';
import type { CapturedFrame } from '../kernel/engine-types.js';
import { BoundedQueue } from '../pure/bounded-queue.js';
import { DriftMeter } from '../pure/drift-meter.js';
import { FrameCutter } from '../pure/frame-cutter.js';
import { msToSamples } from '../pure/pcm.js';
import { QuietFrames } from '../pure/quiet-frames.js';
import type { InputStream } from './audio-backend.js';

/** Two seconds, of silence more: after a longer stall the program gets the newest frames. */
const maxQueuedFrames = 2000 / frameMs;
/** Frames sent to the IPC channel and not yet written by it. */
const maxInFlight = 8;

/** Reads the microphone into a bounded queue of frames, and sends them as fast as the program reads. */
export class CapturePump {
  readonly #stream: InputStream;
  readonly #send: (frame: CapturedFrame, onSent: () => void) => void;
  readonly #queue = new BoundedQueue<CapturedFrame>(maxQueuedFrames);
  readonly #cutter: FrameCutter;
  readonly #quiet: QuietFrames;
  readonly #drift: DriftMeter;
  #sequence = 0;
  #inFlight = 0;
  #stopped = false;

  constructor(
    stream: InputStream,
    rateHz: number,
    send: (frame: CapturedFrame, onSent: () => void) => void,
  ) {
    this.#stream = stream;
    this.#send = send;
    this.#cutter = new FrameCutter(msToSamples(frameMs, rateHz));
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
      const atMs = monotonicMs();
      this.#drift.add(read.length, atMs);
      for (const samples of this.#cutter.push(read)) {
        for (const frame of this.#quiet.push({ samples, atMs })) {
          this.#queue.push({ sequence: this.#sequence, ...frame });
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
      const frame = this.#queue.shift();
      if (frame === undefined) return;
      this.#inFlight += 1;
      this.#send(frame, () => {
        this.#inFlight -= 1;
        this.#drain();
      });
    }
  }
}

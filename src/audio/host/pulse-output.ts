import type { PlaybackStream } from '../pulse/playback-stream.js';
import { samplesToBytes } from '../pure/pcm.js';
import type { OutputStream } from './audio-backend.js';

/** Frames that are kept to be played once more: more than a server holds. */
const maxKeptFrames = 30;
/** Silence while a key is undecided, so that the server does not run out of sound. */
const holdMs = 200;

/** Sound to a PulseAudio server, which can be taken back from it. */
export class PulseOutput implements OutputStream {
  readonly knowsDepth = true;
  readonly #stream: PlaybackStream;
  /** What was written last. */
  #kept: Uint8Array[] = [];
  /** While the sound is held back: how many bytes of what was written were not heard. */
  #held: Promise<number> | undefined;
  readonly #waiting: {
    readonly bytes: Uint8Array;
    readonly settle: (isWanted: boolean) => void;
  }[] = [];
  /** What was held back is being played. */
  #busy: Promise<void> | undefined;

  constructor(stream: PlaybackStream) {
    this.#stream = stream;
  }

  get deviceName(): string {
    return this.#stream.deviceName;
  }

  depthMs(): number {
    return this.#stream.depthMs;
  }

  start(): void {
    // It plays what is written.
  }

  async write(samples: Int16Array): Promise<void> {
    const bytes = samplesToBytes(samples);
    if (this.#held !== undefined) {
      const isWanted = await new Promise<boolean>((settle) => {
        this.#waiting.push({ bytes, settle });
      });
      if (!isWanted) return;
    } else await this.#busy;
    this.#kept = [...this.#kept, bytes].slice(-maxKeptFrames);
    await this.#stream.write(bytes);
  }

  async flush(): Promise<number> {
    const held = this.#held;
    this.#held = undefined;
    const waiting = this.#waiting.splice(0);
    for (const { settle } of waiting) settle(false);
    this.#kept = [];
    const unheard = await (held ?? this.#flush());
    // The silence behind what was held back.
    if (held !== undefined) await this.#flush();
    return waiting.reduce((sum, { bytes }) => sum + bytes.length, unheard) / 2;
  }

  /** Takes back what was not heard, or plays it after all. */
  silence(isSilent: boolean): void {
    if (isSilent === (this.#held !== undefined)) return;
    // Fails only with the stream, which `write` reports.
    if (isSilent) {
      this.#held = this.#flush(holdMs);
      this.#held.catch(() => undefined);
      return;
    }
    const held = this.#held;
    this.#held = undefined;
    this.#busy = this.#playAgain(held).catch(() => undefined);
  }

  underruns(): number {
    return this.#stream.underflows;
  }

  async quit(): Promise<void> {
    for (const { settle } of this.#waiting.splice(0)) settle(false);
    await this.#stream.drain();
    await this.#stream.close();
  }

  async #flush(silenceMs?: number): Promise<number> {
    await this.#busy;
    return this.#stream.flush(silenceMs);
  }

  async #playAgain(held: Promise<number> | undefined): Promise<void> {
    let left = (await held) ?? 0;
    await this.#stream.flush();
    const again: Uint8Array[] = [];
    for (const bytes of this.#kept.toReversed()) {
      again.unshift(bytes.subarray(Math.max(0, bytes.length - left)));
      left = Math.max(0, left - bytes.length);
    }
    for (const bytes of again) if (bytes.length > 0) await this.#stream.write(bytes);
    for (const { settle } of this.#waiting.splice(0)) settle(true);
  }
}

import { samplesToMs } from '../../session/units.js';
import type { Moment } from './moment.js';

interface Stretch {
  /** In the audio that was sent, over all connections. */
  readonly fromMs: number;
  endMs: number;
  /** Of its first sample, in the WAV. */
  readonly wavMs: number;
}

/** Where the microphone audio that was sent is in the WAV: the service dates speech by what it received. */
export class SentAudio {
  readonly #wavRateHz: number;
  readonly #stretches: Stretch[] = [];

  constructor(wavRateHz: number) {
    this.#wavRateHz = wavRateHz;
  }

  take({ input, before, after }: Moment): void {
    if (input.type !== 'sent' || input.audio?.track !== 'microphone') return;
    const { offset } = input.audio;
    if (offset === undefined) return;
    const wavMs = samplesToMs(offset, this.#wavRateHz);
    const fromMs = before.latency.sentAudioMs;
    const endMs = after.latency.sentAudioMs;
    const last = this.#stretches.at(-1);
    // A resampled track begins its frames at whole samples.
    const follows =
      last !== undefined && Math.abs(last.wavMs + (fromMs - last.fromMs) - wavMs) < 0.5;
    if (follows) last.endMs = endMs;
    else this.#stretches.push({ fromMs, endMs, wavMs });
  }

  /** Where the last of it ends in the WAV. */
  get endMs(): number {
    const last = this.#stretches.at(-1);
    return last === undefined ? 0 : last.wavMs + last.endMs - last.fromMs;
  }

  /**
   * @param audioMs moment of the sent audio over all connections
   * @returns the same on the WAV's clock; undefined when it was not sent
   */
  at(audioMs: number): number | undefined {
    const found = this.#stretches.findLast(({ fromMs }) => fromMs <= audioMs);
    if (found === undefined || audioMs > found.endMs + 1) return undefined;
    return found.wavMs + audioMs - found.fromMs;
  }
}

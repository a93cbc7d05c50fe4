import { frameMs } from '../kernel/engine-types.js';
import type { AudioCounters, AudioEvent, WavTrack } from '../kernel/engine-types.js';
import { startFrameTicker } from './frame-ticker.js';
import { msToSamples } from '../pure/pcm.js';
import { readWav } from './read-wav.js';
import type { WavAudio } from '../pure/wav.js';
import { framesOf } from './wav-frames.js';
import { zeroCounters } from '../kernel/audio-part.js';
import type { AudioPart } from '../kernel/audio-part.js';
import type { Clock } from '../../shared/clock.js';

/** The part of a file that is heard. */
async function readTrack(path: string, track: WavTrack | undefined): Promise<WavAudio> {
  const audio = await readWav(path, 'Check the path given to --mic.', track?.channel);
  const from = msToSamples(track?.fromMs ?? 0, audio.sampleRateHz);
  return { ...audio, samples: audio.samples.subarray(from) };
}

/**
 * A WAV file as the microphone: paced in real time at the session's rate, from `beginInput` on. At its end it sends
 * `input-ended`, then silence, so that the service's turn detection notices the end of speech.
 */
export class WavMicrophone implements AudioPart {
  readonly #path: string;
  readonly #rateHz: number;
  readonly #clock: Clock;
  readonly #track: WavTrack | undefined;
  #capturedFrames = 0;
  #begin: (() => void) | undefined;
  #stop: (() => void) | undefined;
  #closed = false;

  constructor(path: string, rateHz: number, clock: Clock, track?: WavTrack) {
    this.#path = path;
    this.#rateHz = rateHz;
    this.#clock = clock;
    this.#track = track;
  }

  /** @throws VoiceliveError exit code 2: `wav-unreadable`, or as `parseWav` */
  async start(listener: (event: AudioEvent) => void): Promise<void> {
    const frames = framesOf(await readTrack(this.#path, this.#track), this.#rateHz);
    if (this.#closed) return;
    let ended = false;
    this.#begin = () => {
      this.#begin = undefined;
      this.#stop = startFrameTicker(this.#clock, frameMs, (atMs) => {
        const next = ended ? undefined : frames.next().value;
        if (next === undefined && !ended) {
          ended = true;
          listener({ type: 'input-ended' });
          if (this.#closed) return;
        }
        const samples = next ?? new Int16Array(msToSamples(frameMs, this.#rateHz));
        listener({ type: 'captured', frame: { sequence: this.#capturedFrames, samples, atMs } });
        this.#capturedFrames += 1;
      });
    };
  }

  beginInput(): void {
    if (!this.#closed) this.#begin?.();
  }

  counters(): AudioCounters {
    return { ...zeroCounters, capturedFrames: this.#capturedFrames };
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#stop?.();
    return Promise.resolve();
  }
}

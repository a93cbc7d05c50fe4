import type { Clock } from '../../shared/clock.js';
import { zeroCounters, type AudioPart } from '../kernel/audio-part.js';
import { frameMs, type AudioEvent } from '../kernel/engine-types.js';
import { FrameCutter } from '../pure/frame-cutter.js';
import { mixed } from '../pure/mix.js';
import { msToSamples } from '../pure/pcm.js';
import { Resampler } from '../pure/resample.js';
import type { WavAudio } from '../pure/wav.js';
import type { FrameSink } from './clocked-speaker.js';
import type { MicrophoneSource } from './scripted-microphone.js';
import { repeatedFramesOf } from './wav-frames.js';

/** Sound that is under everything a microphone hears. */
interface Noise {
  readonly audio: WavAudio;
  readonly gain: number;
}

/** A microphone that hears what the speaker of another session plays, frame by frame, silence included. */
export interface SoundLine {
  /** For the speaker. */
  readonly sink: FrameSink;
  readonly microphone: MicrophoneSource;
}

/**
 * What is played before the microphone is open is not heard. The line has no clock of its own: the speaker's sets its pace.
 * @param fromHz rate of the speaker
 */
export function soundLine(fromHz: number, noise?: Noise): SoundLine {
  let hear: (samples: Int16Array) => void = () => undefined;
  return {
    sink: {
      open: () => Promise.resolve(),
      write: (samples) => {
        hear(samples);
      },
      close: () => Promise.resolve(),
    },
    microphone: {
      open: (rateHz, clock) => {
        const microphone = new LineMicrophone(fromHz, rateHz, clock, noise);
        hear = (samples) => {
          microphone.hear(samples);
        };
        return microphone;
      },
    },
  };
}

class LineMicrophone implements AudioPart {
  readonly #clock: Clock;
  readonly #resampler: Resampler;
  readonly #cutter: FrameCutter;
  readonly #noise:
    { readonly frames: Iterator<Int16Array, never>; readonly gain: number } | undefined;
  #listener: ((event: AudioEvent) => void) | undefined;
  #hears = false;
  #sequence = 0;

  constructor(fromHz: number, rateHz: number, clock: Clock, noise: Noise | undefined) {
    this.#clock = clock;
    this.#resampler = new Resampler(fromHz, rateHz);
    this.#cutter = new FrameCutter(msToSamples(frameMs, rateHz));
    this.#noise = noise && { frames: repeatedFramesOf(noise.audio, rateHz), gain: noise.gain };
  }

  start(listener: (event: AudioEvent) => void): Promise<void> {
    this.#listener = listener;
    return Promise.resolve();
  }

  beginInput(): void {
    this.#hears = true;
  }

  hear(played: Int16Array): void {
    if (!this.#hears) return;
    for (const frame of this.#cutter.push(this.#resampler.push(played))) {
      const noise = this.#noise;
      const samples = noise ? mixed(frame, noise.frames.next().value, noise.gain) : frame;
      const sequence = this.#sequence;
      this.#sequence += 1;
      const atMs = this.#clock.nowMs();
      this.#listener?.({ type: 'captured', frame: { sequence, samples, atMs } });
    }
  }

  counters(): typeof zeroCounters {
    return { ...zeroCounters, capturedFrames: this.#sequence };
  }

  close(): Promise<void> {
    this.#hears = false;
    this.#listener = undefined;
    return Promise.resolve();
  }
}

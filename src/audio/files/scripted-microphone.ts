import type { Clock } from '../../shared/clock.js';
import { zeroCounters } from '../kernel/audio-part.js';
import type { AudioPart } from '../kernel/audio-part.js';
import { frameMs } from '../kernel/engine-types.js';
import type { AudioCounters, AudioEvent } from '../kernel/engine-types.js';
import { mixed } from '../pure/mix.js';
import { msToSamples } from '../pure/pcm.js';
import type { WavAudio } from '../pure/wav.js';
import { startFrameTicker } from './frame-ticker.js';
import { framesOf, repeatedFramesOf } from './wav-frames.js';

/** A microphone that is no device. */
export interface MicrophoneSource {
  /** The microphone for an audio engine, once its rate is known. */
  open(rateHz: number, clock: Clock): AudioPart;
}

/** A sound that the microphone is to hear. */
export interface ScriptedSound {
  /** `CapturedFrame.sequence` of its first frame. */
  readonly startSequence: number;
  /** Settles right after its last frame and before the next one; false when the microphone was closed before. */
  readonly done: Promise<boolean>;
}

interface Waiting {
  readonly frames: Iterator<Int16Array, void>;
  left: number;
  readonly settle: (isDone: boolean) => void;
}

/** Sounds that may wait at once; nobody who waits for what was said comes near it. */
const maxWaiting = 64;

/**
 * A microphone that hears what a script says, one sound after the other and noise under all of it, silence otherwise: in
 * real time from `beginInput` on. A sound begins with the next frame, however late the machine is.
 */
export class ScriptedMicrophone implements MicrophoneSource {
  #waiting: Waiting[] = [];
  #sequence = 0;
  #rateHz: number | undefined;
  #noise: { readonly audio: WavAudio; readonly gain: number } | undefined;
  #noiseFrames: Iterator<Int16Array, never> | undefined;
  #listener: ((event: AudioEvent) => void) | undefined;
  #isClosed = false;

  open(rateHz: number, clock: Clock): AudioPart {
    this.#rateHz = rateHz;
    let stop = (): void => undefined;
    let begun = false;
    return {
      start: (listener) => {
        this.#listener = listener;
        return Promise.resolve();
      },
      beginInput: () => {
        if (begun || this.#isClosed) return;
        begun = true;
        // One at a time: who waits for the end of a sound acts before the next frame, also on a late machine.
        stop = startFrameTicker(
          clock,
          frameMs,
          (atMs) => {
            this.#capture(rateHz, atMs);
          },
          1,
        );
      },
      counters: (): AudioCounters => ({ ...zeroCounters, capturedFrames: this.#sequence }),
      close: () => {
        this.#isClosed = true;
        stop();
        for (const { settle } of this.#waiting.splice(0)) settle(false);
        return Promise.resolve();
      },
    };
  }

  /**
   * Says a sound after those that wait.
   * @throws RangeError when too many wait, or before the microphone is open
   */
  play(audio: WavAudio): ScriptedSound {
    const rateHz = this.#openRate();
    const samples = Math.ceil((audio.samples.length * rateHz) / audio.sampleRateHz);
    return this.#queue(framesOf(audio, rateHz), Math.ceil(samples / msToSamples(frameMs, rateHz)));
  }

  /** Hears nothing but noise for so long, in whole frames, after the sounds that wait. */
  silence(ms: number): ScriptedSound {
    const count = Math.ceil(ms / frameMs);
    return this.#queue(silentFrames(count, msToSamples(frameMs, this.#openRate())), count);
  }

  /** From the next frame on; undefined ends it. Repeated from its beginning at its end. */
  setNoise(noise: { readonly audio: WavAudio; readonly gain: number } | undefined): void {
    this.#noise = noise;
    this.#noiseFrames = undefined;
  }

  /** Nothing more is said. */
  end(): void {
    this.#listener?.({ type: 'input-ended' });
  }

  #openRate(): number {
    if (this.#rateHz === undefined) throw new RangeError('the microphone is not open');
    return this.#rateHz;
  }

  #queue(frames: Iterator<Int16Array, void>, count: number): ScriptedSound {
    if (this.#waiting.length >= maxWaiting) throw new RangeError('too many sounds wait');
    const ahead = this.#waiting.reduce((sum, { left }) => sum + left, 0);
    const done = new Promise<boolean>((settle) => {
      if (this.#isClosed || count === 0) settle(!this.#isClosed);
      else this.#waiting.push({ frames, left: count, settle });
    });
    return { startSequence: this.#sequence + ahead, done };
  }

  #capture(rateHz: number, atMs: number): void {
    const [said] = this.#waiting;
    let samples = said?.frames.next().value ?? new Int16Array(msToSamples(frameMs, rateHz));
    if (this.#noise !== undefined) {
      this.#noiseFrames ??= repeatedFramesOf(this.#noise.audio, rateHz);
      samples = mixed(samples, this.#noiseFrames.next().value, this.#noise.gain);
    }
    const sequence = this.#sequence;
    this.#sequence += 1;
    if (said !== undefined) said.left -= 1;
    if (said?.left === 0) this.#waiting.shift();
    this.#listener?.({ type: 'captured', frame: { sequence, samples, atMs } });
    if (said?.left === 0) said.settle(true);
  }
}

function* silentFrames(count: number, frameSamples: number): Generator<Int16Array, void> {
  for (let frame = 0; frame < count; frame += 1) yield new Int16Array(frameSamples);
}

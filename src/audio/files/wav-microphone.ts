import { readFile, stat } from 'node:fs/promises';
import { VoiceliveError, exitCodes, messageOf } from '../../shared/errors.js';
import { frameMs } from '../kernel/engine-types.js';
import type { AudioCounters, AudioEvent, WavTrack } from '../kernel/engine-types.js';
import { startFrameTicker } from './frame-ticker.js';
import { FrameCutter } from '../pure/frame-cutter.js';
import { msToSamples } from '../pure/pcm.js';
import { Resampler } from '../pure/resample.js';
import { parseWav } from '../pure/wav.js';
import type { WavAudio } from '../pure/wav.js';
import { zeroCounters } from '../kernel/audio-part.js';
import type { AudioPart } from '../kernel/audio-part.js';
import type { Clock } from '../../shared/clock.js';

/** About 90 minutes at CD quality; more would need too much memory. */
const maxFileBytes = 1_000_000_000;

function unreadable(path: string, cause: unknown): VoiceliveError {
  return new VoiceliveError(`the WAV file ${path} cannot be read: ${messageOf(cause)}`, {
    code: 'wav-unreadable',
    hint: 'Check the path given to --mic.',
    exitCode: exitCodes.usage,
    cause,
  });
}

async function readWav(path: string, track: WavTrack | undefined): Promise<WavAudio> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(path);
    if (size > maxFileBytes) throw new Error(`it has ${size} bytes, expected at most 1 GB`);
    bytes = await readFile(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  const audio = parseWav(bytes, path, track?.channel);
  const from = msToSamples(track?.fromMs ?? 0, audio.sampleRateHz);
  return { ...audio, samples: audio.samples.subarray(from) };
}

/** Frames of the file's audio at another rate, the last one padded with silence. Converts lazily. */
function* framesOf(audio: WavAudio, rateHz: number): Generator<Int16Array, void> {
  const resampler = new Resampler(audio.sampleRateHz, rateHz);
  const cutter = new FrameCutter(msToSamples(frameMs, rateHz));
  const stepSamples = msToSamples(frameMs, audio.sampleRateHz);
  for (let at = 0; at < audio.samples.length; at += stepSamples) {
    yield* cutter.push(resampler.push(audio.samples.subarray(at, at + stepSamples)));
  }
  yield* cutter.push(resampler.end());
  const last = cutter.end();
  if (last !== undefined) yield last;
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
    const frames = framesOf(await readWav(this.#path, this.#track), this.#rateHz);
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

import { resample } from '../../audio/pure/resample.js';
import { reduceNoise } from './reduce-noise.js';

/** The rate the model's features are configured for; soundswallower would assume 44.1 kHz. */
export const recognitionRateHz = 16_000;
/** No phrase takes longer, and recognition time grows with length. */
const maxMs = 15_000;
const minMs = 150;
const frameSamples = recognitionRateHz / 100;
/** Frames kept before and after the speech. */
const framesBefore = 12;
const framesAfter = 16;
const peak = 0.5;
/** Level below which a frame is digital silence. */
const digitalSilence = 2;
/** How far below the speech the added noise is, dB: the model's noise removal needs more than digital silence. */
const noiseDb = 25;
/** Ratio of peak to RMS of the added noise. */
const noisePeak = Math.sqrt(6);

/** Speech alone: 16 kHz, less noise, trimmed. */
export interface ClearSpeech {
  readonly samples: Float32Array;
  /** RMS of its voiced parts. */
  readonly level: number;
}

/** How speech is given to the recogniser. */
export interface Hearing {
  /** Above 1, as if said by a larger mouth, and slower. */
  readonly stretch: number;
  /** How much of the noise is low: from 0 for white to below 1 for that of a room. */
  readonly lowNoise: number;
  /** How probable a pause between words is. */
  readonly silence: number;
}

/** Finds the speech in a turn; undefined when it is silent, or too short or too long for a phrase. */
export function clearSpeech(samples: Int16Array, rateHz: number): ClearSpeech | undefined {
  const lengthMs = (samples.length * 1000) / rateHz;
  if (lengthMs < minMs || lengthMs > maxMs) return undefined;
  const heard = reduceNoise(resample(samples, rateHz, recognitionRateHz));
  const frames = Array.from({ length: Math.floor(heard.length / frameSamples) }, (_, index) =>
    rms(heard.subarray(index * frameSamples, (index + 1) * frameSamples)),
  );
  const loudest = Math.max(0, ...frames);
  if (loudest < 30) return undefined;
  // Digital silence, e.g. of the padding, says nothing about the noise.
  const sounding = frames.filter((level) => level > digitalSilence).sort((a, b) => a - b);
  const quiet = sounding[Math.floor(sounding.length / 10)] ?? 0;
  const threshold = Math.min(loudest / 2, Math.max(loudest * 0.03, quiet * 1.8));
  const first = frames.findIndex((level) => level > threshold);
  const last = frames.findLastIndex((level) => level > threshold);
  // Speech may begin with the sound and end with it: the model needs silence around it all the same.
  const from = (first - framesBefore) * frameSamples;
  const length = (last + framesAfter) * frameSamples - from;
  const voiced = frames.slice(first, last + 1).filter((level) => level > loudest / 30);
  return {
    samples: Float32Array.from({ length }, (_, index) => heard[from + index] ?? 0),
    level: Math.sqrt(voiced.reduce((sum, frame) => sum + frame ** 2, 0) / voiced.length),
  };
}

/** Speech as the recogniser gets it: normalised, with a little even noise (always the same, so that results repeat). */
export function preparedSpeech(
  { samples, level }: ClearSpeech,
  { stretch, lowNoise }: Hearing,
): Float32Array {
  const added = level * 10 ** (-noiseDb / 20) * noisePeak * Math.sqrt(1 - lowNoise ** 2);
  const noise = evenNoise();
  let held = 0;
  const noisy = Float32Array.from({ length: Math.floor(samples.length * stretch) }, (_, index) => {
    const at = index / stretch;
    const before = Math.floor(at);
    const one = samples[before] ?? 0;
    const next = samples[before + 1] ?? one;
    held = lowNoise * held + noise();
    return one + (next - one) * (at - before) + held * added;
  });
  const highest = noisy.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1);
  return noisy.map((sample) => (sample * peak) / highest);
}

function rms(frame: Float32Array): number {
  return Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length);
}

/** Triangular noise between -1 and 1 from a fixed seed (xorshift). */
function evenNoise(): () => number {
  let state = 0x9e3779b9;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
  return () => next() + next() - 1;
}

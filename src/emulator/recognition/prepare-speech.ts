import { resample } from '../../audio/pure/resample.js';

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
/** Level of the noise added to the speech: the model's noise removal needs more than digital silence. */
const floor = 60 / 32_768;

/**
 * Prepares speech for the recogniser: 16 kHz, trimmed, normalised, with a little noise (always the same, so that results
 * repeat). Undefined when it is silent, or too short or too long for a phrase.
 */
export function preparedSpeech(samples: Int16Array, rateHz: number): Float32Array | undefined {
  const lengthMs = (samples.length * 1000) / rateHz;
  if (lengthMs < minMs || lengthMs > maxMs) return undefined;
  const heard = resample(samples, rateHz, recognitionRateHz);
  const frames = Array.from({ length: Math.floor(heard.length / frameSamples) }, (_, index) =>
    rms(heard.subarray(index * frameSamples, (index + 1) * frameSamples)),
  );
  const loudest = Math.max(0, ...frames);
  if (loudest < 30) return undefined;
  const quiet = frames.toSorted((a, b) => a - b)[Math.floor(frames.length / 10)] ?? 0;
  const threshold = Math.min(loudest / 2, Math.max(loudest * 0.03, quiet * 2.5));
  const first = frames.findIndex((level) => level > threshold);
  const last = frames.findLastIndex((level) => level > threshold);
  const from = Math.max(0, first - framesBefore) * frameSamples;
  const speech = heard.subarray(from, (last + framesAfter) * frameSamples);
  const highest = speech.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1);
  const noise = evenNoise();
  return Float32Array.from(speech, (sample) => (sample * peak) / highest + noise() * floor);
}

function rms(frame: Int16Array): number {
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

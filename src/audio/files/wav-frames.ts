import { frameMs } from '../kernel/engine-types.js';
import { FrameCutter } from '../pure/frame-cutter.js';
import { msToSamples } from '../pure/pcm.js';
import { Resampler } from '../pure/resample.js';
import type { WavAudio } from '../pure/wav.js';

/** Frames of a sound at another rate, the last one padded with silence. Converts lazily. */
export function* framesOf(audio: WavAudio, rateHz: number): Generator<Int16Array, void> {
  const resampler = new Resampler(audio.sampleRateHz, rateHz);
  const cutter = new FrameCutter(msToSamples(frameMs, rateHz));
  for (const piece of pieces(audio)) yield* cutter.push(resampler.push(piece));
  yield* cutter.push(resampler.end());
  const last = cutter.end();
  if (last !== undefined) yield last;
}

/** Frames of a sound that begins again at its end, without a seam. */
export function* repeatedFramesOf(audio: WavAudio, rateHz: number): Generator<Int16Array, never> {
  const resampler = new Resampler(audio.sampleRateHz, rateHz);
  const cutter = new FrameCutter(msToSamples(frameMs, rateHz));
  for (;;) for (const piece of pieces(audio)) yield* cutter.push(resampler.push(piece));
}

function* pieces({ samples, sampleRateHz }: WavAudio): Generator<Int16Array, void> {
  const size = msToSamples(frameMs, sampleRateHz);
  for (let at = 0; at < samples.length; at += size) yield samples.subarray(at, at + size);
}

import { describe, expect, it } from 'vitest';
import { concatSamples, samplesToBytes } from '../../../../src/audio/pure/pcm.js';
import { QuietFrames } from '../../../../src/audio/pure/quiet-frames.js';
import type { TimedSamples } from '../../../../src/audio/pure/quiet-frames.js';
import { seeded } from '../../../helpers/random-session.js';

const rateHz = 24_000;
const frameSamples = rateHz / 50;
const frameMs = 20;

/** Frames of noise with these amplitudes, and what is passed on for each. */
function pass(sizes: readonly number[]): readonly {
  readonly given: TimedSamples;
  readonly passed: readonly TimedSamples[];
}[] {
  const random = seeded(7);
  const quiet = new QuietFrames(rateHz);
  return sizes.map((size, n) => {
    const samples = Int16Array.from({ length: frameSamples }, () => (random() * 2 - 1) * size);
    const given = { samples, atMs: 1000 + (n + 1) * frameMs };
    return { given, passed: quiet.push(given) };
  });
}

function frames(seconds: number, size: number): readonly number[] {
  return Array.from({ length: seconds * 50 }, () => size);
}

describe('QuietFrames', () => {
  it.each([0, 30, 300])('joins five frames after four seconds of noise of ±%i', (size) => {
    const all = pass(frames(10, size));
    const early = all.slice(0, 4 * 50);
    for (const { given, passed } of early) expect(passed).toEqual([given]);
    const late = all.slice(5 * 50);
    expect(late.flatMap(({ passed }) => passed).length).toBeLessThanOrEqual(late.length / 5);
  });

  it('passes on every sample, in order, dated by its last one', () => {
    const all = pass([
      ...frames(6, 30),
      ...frames(1, 9000),
      ...frames(6.06, 30),
      ...frames(1, 9000),
    ]);
    const passed = all.flatMap((each) => each.passed);
    const samplesOf = (each: readonly TimedSamples[]): Buffer =>
      samplesToBytes(concatSamples(each.map(({ samples }) => samples)));
    expect(samplesOf(passed).equals(samplesOf(all.map(({ given }) => given)))).toBe(true);
    let samplesBefore = 0;
    for (const { samples, atMs } of passed) {
      samplesBefore += samples.length;
      expect(atMs).toBe(1000 + (samplesBefore * 1000) / rateHz);
      expect(samples.length).toBeLessThanOrEqual(5 * frameSamples);
    }
  });

  it('holds no loud frame back, nor one within four seconds of voice', () => {
    const all = pass([...frames(6.06, 30), ...frames(1, 9000), ...frames(5, 30)]);
    for (const { given, passed } of all.slice(303, 303 + 50 + 4 * 50 - 1)) {
      expect(passed.at(-1)).toBe(given);
    }
    expect(all.at(303)?.passed.map(({ samples }) => samples.length / frameSamples)).toEqual([3, 1]);
  });
});

import { describe, expect, it } from 'vitest';
import { powerDb, StereoLevelMeter } from '../../../../src/audio/pure/frame-levels.js';

const rateHz = 8000;

/** Left and right samples as the meter takes them. */
function pair(left: number, right: number): number {
  return (left & 0xffff) | (right << 16);
}

function measure(
  pairs: readonly number[],
  pieces = pairs.length,
): ReturnType<StereoLevelMeter['end']> {
  const meter = new StereoLevelMeter(rateHz);
  for (let at = 0; at < pairs.length; at += pieces)
    meter.push(Int32Array.from(pairs.slice(at, at + pieces)));
  return meter.end();
}

describe('StereoLevelMeter', () => {
  it('measures each side by itself, in frames of 10 ms, the last one as far as it goes', () => {
    const square = Array.from({ length: 200 }, (_, n) => pair(n % 2 ? 16_384 : -16_384, -1000));
    const { left, right } = measure(square);
    expect(left.power).toHaveLength(3);
    for (const power of left.power) expect(powerDb(power)).toBeCloseTo(-6.02, 2);
    expect([...left.peak]).toEqual([16_384, 16_384, 16_384]);
    // A constant part is no sound.
    for (const power of right.power) expect(powerDb(power)).toBe(-100);
    expect([...right.peak]).toEqual([999, 999, 999]);
  });

  it('measures the same whatever the pieces are', () => {
    const wave = Array.from({ length: 1000 }, (_, n) =>
      pair(Math.round(30_000 * Math.sin(n)), n * 7),
    );
    for (const pieces of [1, 79, 80, 81, 333]) expect(measure(wave, pieces)).toEqual(measure(wave));
  });

  it('counts runs of three and more samples at full scale, over the borders of frames and pieces', () => {
    const left = Array.from({ length: 240 }, () => 0);
    left.fill(32_767, 10, 12);
    left.fill(-32_768, 20, 23);
    left.fill(32_767, 75, 165);
    const pairs = left.map((sample) => pair(sample, 100));
    for (const pieces of [7, 80, 240]) {
      const measured = measure(pairs, pieces);
      expect(measured.left).toMatchObject({ clippings: 2, clippedSamples: 93 });
      expect(measured.right).toMatchObject({ clippings: 0, clippedSamples: 0 });
    }
  });
});

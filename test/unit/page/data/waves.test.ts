import { describe, expect, it } from 'vitest';
import { peaksOf, wavesOf } from '../../../../src/page/data/waves.js';

const silent = { power: new Float32Array(), clippedSamples: 0, clippings: 0 };

describe('waves', () => {
  it('keep the greatest amplitude of each stretch, also of parts of frames', () => {
    expect(peaksOf(Uint16Array.of(0, 32_767, 0, 0, 0), 2)).toEqual([1, 0, 0]);
    expect(peaksOf(Uint16Array.of(0, 0, 32_767), 1.5)).toEqual([0, 1]);
  });

  it('take the same room for a day as for an hour', () => {
    const levelsOf = (frames: number): Parameters<typeof wavesOf>[0] => {
      const side = { ...silent, peak: new Uint16Array(frames).fill(8192) };
      return { sampleRateHz: 24_000, durationMs: frames * 10, user: side, assistant: side };
    };
    const hour = wavesOf(levelsOf(360_000));
    const day = wavesOf(levelsOf(8_640_000));
    expect([hour.stretchMs, day.stretchMs]).toEqual([30, 720]);
    expect(day.user.length).toBe(hour.user.length);
    expect(Buffer.from(hour.user, 'base64')[7]).toBe(128);
  });
});

import { describe, expect, it } from 'vitest';
import { converse } from '../helpers/spoken-turns/converse.js';

const frameMs = 20;

describe('the latency that is shown', () => {
  it('is within a frame of what the recording holds and of what was heard, on 30 turns', async () => {
    const { times, shown } = await converse(30, 7);
    expect(times).toHaveLength(30);
    for (const { shownMs, barMs, recordedMs, trueMs } of times) {
      expect(Math.abs(shownMs - recordedMs)).toBeLessThanOrEqual(frameMs);
      expect(Math.abs(recordedMs - trueMs)).toBeLessThanOrEqual(frameMs);
      expect(barMs).toBeCloseTo(shownMs, 6);
    }
    // A percentile of too few turns says nothing.
    expect(shown.map(({ turns }) => turns)).toEqual(times.map((_, index) => index + 1));
    expect(shown.every(({ turns, p90 }) => (p90 !== undefined) === turns >= 10)).toBe(true);
  });
});

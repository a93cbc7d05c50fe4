import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  moved,
  msAt,
  rulerStepMs,
  showing,
  wholeScale,
  xOf,
  zoomed,
} from '../../../../src/page/browser/scale.js';

describe('the scale of the time line', () => {
  it('keeps a moment in its place while it zooms, and never leaves the recording', () => {
    const step = fc.record({
      factor: fc.constantFrom(0.5, 2, 0.8),
      ms: fc.nat(60_000),
      by: fc.integer(),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let scale = wholeScale(60_000, 1000);
        for (const { factor, ms, by } of steps) {
          const before = xOf(scale, ms);
          const next = zoomed(scale, factor, ms);
          const isFree = next.fromMs > 0 && next.toMs < 60_000;
          if (isFree && before >= 0 && before <= 1000) expect(xOf(next, ms)).toBeCloseTo(before, 3);
          scale = moved(next, by);
          expect(scale.fromMs).toBeGreaterThanOrEqual(0);
          expect(scale.toMs).toBeLessThanOrEqual(60_000.001);
          expect(scale.toMs - scale.fromMs).toBeGreaterThanOrEqual(499.999);
          expect(msAt(scale, xOf(scale, ms))).toBeCloseTo(ms, 3);
        }
      }),
    );
  });

  it('moves only when a moment is outside', () => {
    const scale = { ...wholeScale(60_000, 1000), toMs: 10_000 };
    expect(showing(scale, 9000)).toBe(scale);
    const { fromMs, toMs } = showing(scale, 30_000);
    expect([fromMs, toMs]).toEqual([29_000, 39_000]);
  });

  it('has lines at distances that people count in', () => {
    const stepOf = (toMs: number): number => rulerStepMs({ ...wholeScale(toMs, 1000), toMs }, 70);
    expect([500, 4000, 24_000, 3_600_000, 36_000_000].map(stepOf)).toEqual([
      100, 500, 2000, 300_000, 3_600_000,
    ]);
  });
});

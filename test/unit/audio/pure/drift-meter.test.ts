import { describe, expect, it } from 'vitest';
import { DriftMeter } from '../../../../src/audio/pure/drift-meter.js';

const rateHz = 24_000;

describe('the drift of a device', () => {
  it.each([0, 60, -200])('of %i ppm is found through milliseconds of jitter', (ppm) => {
    const meter = new DriftMeter(rateHz);
    let seed = 1;
    for (let n = 0; n <= 50 * 60; n += 1) {
      seed = (seed * 48_271) % 2_147_483_647;
      const jitterMs = (seed / 2_147_483_647) * 5;
      meter.add(480, 5000 + (n * 20) / (1 + ppm / 1e6) + jitterMs);
      if (n === 400) expect(meter.ppm).toBeUndefined();
    }
    expect(Math.abs((meter.ppm ?? Number.NaN) - ppm)).toBeLessThan(10);
  });

  it('is looked for anew after a hold-up', () => {
    const meter = new DriftMeter(rateHz);
    for (let n = 0; n < 600; n += 1) meter.add(480, n * 20);
    expect(Math.round(meter.ppm ?? Number.NaN)).toBe(0);
    meter.add(480, 600 * 20 + 1000);
    expect(meter.ppm).toBeUndefined();
  });
});

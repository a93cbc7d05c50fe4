import { describe, expect, it } from 'vitest';
import { EchoReference } from '../../../../src/audio/pure/echo-reference.js';

const rateHz = 24_000;

describe('the echo reference', () => {
  /** Noise, so that a shift of one sample shows. */
  function noise(count: number): Int16Array {
    let seed = 7;
    return Int16Array.from({ length: count }, () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return Math.round((seed / 2_147_483_647 - 0.5) * 20_000);
    });
  }

  /** How far the right channel is behind the left one, in samples, by the best match. */
  function lag(stereo: Int16Array, reach: number): number {
    const left = stereo.filter((_, n) => n % 2 === 0);
    const right = stereo.filter((_, n) => n % 2 === 1);
    let best = { at: Number.NaN, product: 0 };
    for (let at = -reach; at <= reach; at += 1) {
      let product = 0;
      for (let n = reach; n < right.length - reach; n += 3)
        product += (right[n] ?? 0) * (left[n - at] ?? 0);
      if (product > best.product) best = { at, product };
    }
    return best.at;
  }

  /**
   * Plays noise into a room of `delayMs` and gives the stereo that goes to the service.
   * @param jitterMs how late reports are at most
   */
  function converse(options: {
    delayMs: number;
    depthMs: number;
    leastDepthMs?: number;
    roundTripMs?: number;
    jitterMs: number;
    outputRateHz?: number;
  }): Int16Array {
    const {
      delayMs,
      depthMs,
      leastDepthMs,
      roundTripMs,
      jitterMs,
      outputRateHz = rateHz,
    } = options;
    const depth = { depthMs, ...(leastDepthMs !== undefined && { leastDepthMs }) };
    const samples = noise(outputRateHz * 2);
    const reference = new EchoReference({
      inputRateHz: outputRateHz,
      outputRateHz,
      ...(roundTripMs !== undefined && { roundTripMs }),
    });
    const frame = outputRateHz / 50;
    const stereo: number[] = [];
    let seed = 3;
    const late = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return (seed / 2_147_483_647) * jitterMs;
    };
    const delaySamples = (delayMs * outputRateHz) / 1000;
    for (let n = 0; n < 110; n += 1) {
      const handed = samples.subarray(n * frame, (n + 1) * frame);
      if (handed.length > 0) {
        const atMs = 1000 + n * 20 + late();
        reference.played({ samples: handed, atMs, follows: n > 0, ...depth });
      }
      const microphone = Int16Array.from(
        { length: frame },
        (_, k) => samples[(n - 1) * frame + k - delaySamples] ?? 0,
      );
      // Complete 20 ms after it began, at 1000 + (n - 1) * 20.
      const atMs = 1000 + n * 20 + late();
      stereo.push(...reference.captured({ samples: microphone, atMs, sequence: n }));
    }
    return Int16Array.from(stereo);
  }

  it('lines up with what the microphone hears, to a frame, with the depth that is assumed', () => {
    for (const delayMs of [90, 100, 114]) {
      const stereo = converse({ delayMs, depthMs: 100, jitterMs: 5 });
      expect(stereo.length).toBe(110 * 2 * 480);
      expect(Math.abs(lag(stereo, 960))).toBeLessThanOrEqual(480);
    }
  });

  it('comes before the echo, never after it, where the depth is assumed', () => {
    for (const delayMs of [64, 90, 114]) {
      const stereo = converse({ delayMs, depthMs: 110, leastDepthMs: 60, jitterMs: 2 });
      const early = -lag(stereo, 1920);
      expect(early).toBeGreaterThan(0);
      expect(early).toBeLessThanOrEqual((delayMs - 60 + 2) * 24);
    }
  });

  it('lines up to a few milliseconds once the round trip was measured', () => {
    const stereo = converse({ delayMs: 153, roundTripMs: 153, depthMs: 100, jitterMs: 5 });
    expect(Math.abs(lag(stereo, 480))).toBeLessThanOrEqual(120);
  });

  it('is exact to a sample when nothing is late', () => {
    for (const outputRateHz of [8000, 24_000]) {
      const stereo = converse({ delayMs: 100, depthMs: 100, jitterMs: 0, outputRateHz });
      expect(lag(stereo, 100)).toBe(0);
    }
  });

  it('is brought to the rate of the microphone', () => {
    const reference = new EchoReference({ inputRateHz: 16_000, outputRateHz: 24_000 });
    const peaks: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const samples = new Int16Array(480).fill(5000);
      reference.played({ samples, atMs: n * 20, follows: n > 0, depthMs: 0 });
      const stereo = reference.captured({
        samples: new Int16Array(320),
        atMs: n * 20,
        sequence: n,
      });
      expect(stereo.length).toBe(640);
      peaks.push(stereo.filter((_, k) => k % 2 === 1).filter((value) => value > 4900).length);
    }
    expect(peaks.slice(2).every((count) => count >= 300)).toBe(true);
  });

  it('is silence where nothing was played, long after as well', () => {
    const reference = new EchoReference({ inputRateHz: rateHz, outputRateHz: rateHz });
    const samples = new Int16Array(480).fill(5000);
    reference.played({ samples, atMs: 0, follows: false, depthMs: 100 });
    const microphone = new Int16Array(480).fill(7);
    const right = [20, 40, 100, 120, 140, 160, 10_000].map((atMs) =>
      reference
        .captured({ samples: microphone, atMs, sequence: atMs / 20 })
        .filter((value, n) => n % 2 === 1 && value !== 0),
    );
    expect(right.map((values) => values.length)).toEqual([0, 0, 0, 480, 0, 0, 0]);
  });
});

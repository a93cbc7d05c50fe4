import { describe, expect, it } from 'vitest';
import { CaptureHistory } from '../../../../src/audio/pure/capture-history.js';
import { DeviceTail } from '../../../../src/audio/pure/device-tail.js';
import { DriftMeter } from '../../../../src/audio/pure/drift-meter.js';
import { EchoReference } from '../../../../src/audio/pure/echo-reference.js';

const rateHz = 24_000;

describe('what is still in the device', () => {
  const span = (itemId: string, fromSample: number, samples: number) => ({
    itemId,
    contentIndex: 0,
    fromSample,
    samples,
  });

  it('comes out sample by sample, the depth of the device later', () => {
    const tail = new DeviceTail(rateHz);
    tail.add({ spans: [span('a', 0, 480)], frameSamples: 480, atMs: 1000, depthMs: 100 });
    const left = (atMs: number): number => tail.pendingAt(atMs)[0]?.samples ?? 0;
    expect([1000, 1080, 1090, 1099, 1100, 2000].map(left)).toEqual([480, 480, 240, 24, 0, 0]);
  });

  it('is told by item, with silence and other items before it', () => {
    const tail = new DeviceTail(rateHz);
    const spans = [span('a', 500, 100), span('b', 0, 200)];
    tail.add({ spans, frameSamples: 480, atMs: 0, depthMs: 20 });
    expect(tail.pendingAt(0).map(({ itemId, samples }) => [itemId, samples])).toEqual([
      ['a', 100],
      ['b', 200],
    ]);
    expect(tail.pendingAt(150 / 24)).toEqual([
      { itemId: 'b', contentIndex: 0, samples: 150, playedSamples: 200 },
    ]);
    tail.clear();
    expect(tail.pendingAt(0)).toEqual([]);
  });
});

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

describe('the capture history', () => {
  interface Numbered {
    readonly sequence: number;
    readonly samples: Int16Array;
  }
  const frame = (n: number): Numbered => ({ sequence: n, samples: new Int16Array(480) });

  it('gives the newest frames that hold the time asked for, once', () => {
    const history = new CaptureHistory<Numbered>(rateHz, 300);
    for (let n = 0; n < 100; n += 1) history.push(frame(n));
    const taken = history.take(300).map(({ sequence }) => sequence);
    expect(taken).toEqual(Array.from({ length: 15 }, (_, n) => 85 + n));
    expect(history.take(300)).toEqual([]);
    history.push(frame(100));
    history.push(frame(101));
    expect(history.take(30).map(({ sequence }) => sequence)).toEqual([100, 101]);
  });

  it('gives what there is when it is less, and nothing after it was cleared', () => {
    const history = new CaptureHistory<Numbered>(rateHz, 300);
    history.push(frame(0));
    expect(history.take(300).length).toBe(1);
    history.push(frame(1));
    history.clear();
    expect(history.take(300)).toEqual([]);
  });
});

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
    roundTripMs?: number;
    jitterMs: number;
    outputRateHz?: number;
  }): Int16Array {
    const { delayMs, depthMs, roundTripMs, jitterMs, outputRateHz = rateHz } = options;
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
        reference.played({ samples: handed, atMs, follows: n > 0, depthMs });
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

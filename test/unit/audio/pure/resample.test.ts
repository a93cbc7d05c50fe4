import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Resampler, resample } from '../../../../src/audio/pure/resample.js';

const ratesHz = [8000, 16000, 22050, 24000, 44100, 48000] as const;
const pairs = ratesHz.flatMap((from) =>
  ratesHz.filter((to) => to !== from).map((to) => ({ from, to })),
);

function sine(hz: number, rateHz: number, samples: number, amplitude = 30_000): Int16Array {
  return Int16Array.from({ length: samples }, (_, n) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * n) / rateHz)),
  );
}

/** Power of the middle of `actual` against what is left after taking `expected` away, in dB. */
function snrDb(actual: Int16Array, expected: (n: number) => number): number {
  let signal = 0;
  let noise = 0;
  for (let n = 500; n < actual.length - 500; n += 1) {
    const ideal = expected(n);
    signal += ideal * ideal;
    noise += ((actual[n] ?? 0) - ideal) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

function rms(samples: Int16Array): number {
  const middle = samples.subarray(500, -500);
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length);
}

describe('the resampler', () => {
  it.each(pairs)(
    'keeps a tone clean to 80 dB from $from to $to Hz, at its exact instants',
    (pair) => {
      const { from, to } = pair;
      for (const part of [0.05, 0.25, 0.4]) {
        const hz = Math.min(from, to) * part;
        const actual = resample(sine(hz, from, from / 4), from, to);
        const expected = (n: number): number => 30_000 * Math.sin((2 * Math.PI * hz * n) / to);
        expect(snrDb(actual, expected)).toBeGreaterThan(80);
      }
    },
  );

  it.each(pairs.filter(({ from, to }) => from > to))(
    'lets nothing above half the new rate fold back, from $from to $to Hz',
    ({ from, to }) => {
      for (const hz of [to / 2 + 20, (to + from) / 4, from / 2 - 100]) {
        if (hz <= to / 2) continue;
        const alias = rms(resample(sine(hz, from, from / 4), from, to));
        expect(20 * Math.log10(Math.max(alias, 1e-9) / (30_000 / Math.SQRT2))).toBeLessThan(-80);
      }
    },
  );

  it('gives the same samples however the input is cut, as many as the ratio says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...pairs),
        fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 12 }),
        ({ from, to }, cuts) => {
          const length = cuts.reduce((sum, cut) => sum + cut, 0);
          const input = sine(440, from, length);
          const resampler = new Resampler(from, to);
          const streamed: number[] = [];
          let at = 0;
          for (const cut of cuts) {
            streamed.push(...resampler.push(input.subarray(at, at + cut)));
            at += cut;
          }
          streamed.push(...resampler.end());
          expect(streamed.length).toBe(Math.ceil((length * to) / from));
          expect(streamed).toEqual([...resample(input, from, to)]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('clips instead of wrapping around when a full-scale square wave overshoots', () => {
    const square = Int16Array.from({ length: 4800 }, (_, n) =>
      Math.floor(n / 24) % 2 === 0 ? 32767 : -32768,
    );
    const out = resample(square, 48000, 24000);
    for (let n = 0; n < out.length; n += 1) {
      const cycle = (n % 24) / 12;
      if (Math.abs((cycle % 1) - 0.5) < 0.2)
        expect(Math.sign(out[n] ?? 0)).toBe(cycle < 1 ? 1 : -1);
    }
  });

  it('hands equal rates through as they are', () => {
    const input = sine(440, 24000, 500);
    expect(resample(input, 24000, 24000)).toEqual(input);
  });

  it.each([0, -8000, 22050.5, Number.NaN])('refuses %s as a rate', (rate) => {
    expect(() => new Resampler(rate, 24000)).toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import { Fourier } from '../../../../src/emulator/recognition/fourier.js';
import { reduceNoise } from '../../../../src/emulator/recognition/reduce-noise.js';
import { createPrng } from '../../../../src/emulator/kernel/prng.js';

const rateHz = 16_000;

function noise(length: number, peak: number): Int16Array {
  const random = createPrng(3);
  return Int16Array.from({ length }, () => random.between(-peak, peak));
}

function tone(length: number, peak: number): Int16Array {
  return Int16Array.from({ length }, (_, index) =>
    Math.round(peak * Math.sin((2 * Math.PI * 500 * index) / rateHz)),
  );
}

function levelDb(samples: Int16Array | Float32Array): number {
  let squares = 0;
  for (const sample of samples) squares += sample * sample;
  return 10 * Math.log10(squares / samples.length);
}

describe('noise reduction', () => {
  it('turns steady noise down and keeps what stands out of it', () => {
    const steady = noise(2 * rateHz, 600);
    const loud = tone(2 * rateHz, 8000).fill(0, 0, rateHz);
    const sound = Int16Array.from([
      ...new Int16Array(rateHz / 2),
      ...steady.map((sample, index) => sample + (loud[index] ?? 0)),
    ]);
    const clean = reduceNoise(sound);
    expect(clean).toHaveLength(sound.length);
    const part = (from: Int16Array | Float32Array, startS: number): Int16Array | Float32Array =>
      from.subarray((startS + 0.1) * rateHz, (startS + 0.9) * rateHz);
    expect(levelDb(part(clean, 0.5))).toBeLessThan(levelDb(part(sound, 0.5)) - 10);
    expect(Math.abs(levelDb(part(clean, 1.5)) - levelDb(part(sound, 1.5)))).toBeLessThan(0.5);
  });

  it('leaves sound in digital silence as it is', () => {
    const sound = Int16Array.from([
      ...new Int16Array(rateHz / 4),
      ...tone(rateHz, 3000),
      ...new Int16Array(rateHz / 2),
    ]);
    const clean = reduceNoise(sound);
    const worst = sound.reduce(
      (most, sample, index) => Math.max(most, Math.abs(sample - (clean[index] ?? 0))),
      0,
    );
    expect(worst).toBeLessThan(3);
  });

  it('takes a sound shorter than a window, and silence', () => {
    expect(reduceNoise(Int16Array.of(1, 2, 3))).toHaveLength(3);
    expect([...reduceNoise(new Int16Array(1000))]).toEqual(Array(1000).fill(0));
  });
});

describe('a Fourier transform', () => {
  it('has the power of a tone in its band, and is undone with its parts exchanged', () => {
    const length = 64;
    const wave = Float64Array.from({ length }, (_, index) =>
      Math.cos((2 * Math.PI * 5 * index) / length),
    );
    const real = wave.slice();
    const imaginary = new Float64Array(length);
    const fourier = new Fourier(length);
    fourier.transform(real, imaginary);
    expect(real[5]).toBeCloseTo(length / 2);
    expect(real[length - 5]).toBeCloseTo(length / 2);
    expect(real[6]).toBeCloseTo(0);
    fourier.transform(imaginary, real);
    for (const [index, value] of wave.entries())
      expect((real[index] ?? 0) / length).toBeCloseTo(value);
  });
});

import { concatSamples } from './pcm.js';

/** Zero crossings of the sinc on each side, counted at the lower of the two rates. */
const halfWidth = 32;
/** Kaiser window for 96 dB of stop-band attenuation (Kaiser's formula: 0.1102 * (96 - 8.7)). */
const kaiserBeta = 9.62;
/**
 * Cut-off as a part of the lower rate. Half the transition band of this window and width is 0.048, so everything from
 * half the lower rate on is in the stop band and nothing folds back.
 */
const cutOff = 0.452;

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** One row of coefficients for each of the `up` positions an output sample can have between two input samples. */
function polyphaseRows(up: number, half: number, bandwidth: number): Float64Array {
  const taps = 2 * half;
  const rows = new Float64Array(up * taps);
  for (let phase = 0; phase < up; phase += 1) {
    const row = rows.subarray(phase * taps, (phase + 1) * taps);
    let sum = 0;
    for (let tap = 0; tap < taps; tap += 1) {
      const distance = tap - half + 1 - phase / up;
      const edge = 1 - (distance / half) ** 2;
      const window = edge <= 0 ? 0 : besselI0(kaiserBeta * Math.sqrt(edge)) / besselI0(kaiserBeta);
      const value = sinc(bandwidth * distance) * window;
      row[tap] = value;
      sum += value;
    }
    for (let tap = 0; tap < taps; tap += 1) row[tap] = (row[tap] ?? 0) / sum;
  }
  return rows;
}

/**
 * Streaming sample rate converter: polyphase windowed sinc, for any two integer rates. Output sample `n` is at the same
 * instant as input sample `n * from / to`; the last 32 samples at the lower rate are held back until `end`.
 */
export class Resampler {
  readonly #up: number;
  readonly #down: number;
  readonly #half: number;
  readonly #rows: Float64Array;
  /** Input still needed; its first sample has index `#firstIndex` (negative: the silence before the start). */
  #pending: Int16Array;
  #firstIndex: number;
  #inputCount = 0;
  #outputCount = 0;

  /**
   * @param fromRateHz rate of the input, a positive integer
   * @param toRateHz rate of the output, a positive integer
   * @throws RangeError when a rate is not a positive integer
   */
  constructor(fromRateHz: number, toRateHz: number) {
    for (const rate of [fromRateHz, toRateHz]) {
      if (!Number.isInteger(rate) || rate <= 0) throw new RangeError(`not a sample rate: ${rate}`);
    }
    const divisor = greatestCommonDivisor(fromRateHz, toRateHz);
    this.#up = toRateHz / divisor;
    this.#down = fromRateHz / divisor;
    const narrowing = Math.min(1, this.#up / this.#down);
    this.#half = Math.ceil(halfWidth / narrowing);
    this.#rows =
      this.#up === this.#down
        ? new Float64Array(0)
        : polyphaseRows(this.#up, this.#half, 2 * cutOff * narrowing);
    this.#firstIndex = 1 - this.#half;
    this.#pending = new Int16Array(this.#half - 1);
  }

  /** Adds input samples; returns the output samples that they complete. */
  push(input: Int16Array): Int16Array {
    if (this.#up === this.#down) return input.slice();
    this.#inputCount += input.length;
    return this.#consume(input, Infinity);
  }

  /** Returns what was held back, for a total of `ceil(input * to / from)` samples, and resets. */
  end(): Int16Array {
    if (this.#up === this.#down) return new Int16Array(0);
    const total = Math.ceil((this.#inputCount * this.#up) / this.#down);
    const tail = this.#consume(new Int16Array(this.#half), total);
    this.#firstIndex = 1 - this.#half;
    this.#pending = new Int16Array(this.#half - 1);
    this.#inputCount = 0;
    this.#outputCount = 0;
    return tail;
  }

  #consume(input: Int16Array, outputLimit: number): Int16Array {
    const buffer = new Int16Array(this.#pending.length + input.length);
    buffer.set(this.#pending);
    buffer.set(input, this.#pending.length);
    const output = new Int16Array(Math.ceil((input.length * this.#up) / this.#down) + 1);
    let written = 0;
    let base = this.#base();
    while (
      base + this.#half < this.#firstIndex + buffer.length &&
      this.#outputCount < outputLimit
    ) {
      const phase = (this.#outputCount * this.#down) % this.#up;
      output[written] = this.#convolve(buffer, base - this.#half + 1 - this.#firstIndex, phase);
      written += 1;
      this.#outputCount += 1;
      base = this.#base();
    }
    const keepFrom = base - this.#half + 1 - this.#firstIndex;
    this.#pending = buffer.slice(keepFrom);
    this.#firstIndex += Math.min(keepFrom, buffer.length);
    return output.subarray(0, written);
  }

  /** Index of the input sample at or just before the next output sample. */
  #base(): number {
    return Math.floor((this.#outputCount * this.#down) / this.#up);
  }

  #convolve(buffer: Int16Array, start: number, phase: number): number {
    const taps = 2 * this.#half;
    const rows = this.#rows;
    const row = phase * taps;
    let sum = 0;
    for (let tap = 0; tap < taps; tap += 1) {
      sum += (buffer[start + tap] ?? 0) * (rows[row + tap] ?? 0);
    }
    return Math.max(-32768, Math.min(32767, Math.round(sum)));
  }
}

/** Converts a whole recording to another rate. */
export function resample(samples: Int16Array, fromRateHz: number, toRateHz: number): Int16Array {
  const resampler = new Resampler(fromRateHz, toRateHz);
  return concatSamples([resampler.push(samples), resampler.end()]);
}

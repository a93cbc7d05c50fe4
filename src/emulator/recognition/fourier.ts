/** Fourier transforms of one length in place, by radix 2 (Cooley and Tukey). */
export class Fourier {
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #mirrored: Uint16Array;

  /** @param length a power of two, at most 65,536 */
  constructor(length: number) {
    const angle = (index: number): number => (-2 * Math.PI * index) / length;
    this.#cos = Float64Array.from({ length: length / 2 }, (_, index) => Math.cos(angle(index)));
    this.#sin = Float64Array.from({ length: length / 2 }, (_, index) => Math.sin(angle(index)));
    this.#mirrored = new Uint16Array(length);
    for (let index = 1; index < length; index += 1)
      this.#mirrored[index] =
        ((this.#mirrored[index >> 1] ?? 0) >> 1) | (index & 1 ? length >> 1 : 0);
  }

  /** With the two parts exchanged, it is the inverse times the length. */
  transform(real: Float64Array, imaginary: Float64Array): void {
    this.#reorder(real);
    this.#reorder(imaginary);
    const { length } = real;
    for (let half = 1; half < length; half *= 2) {
      const stride = length / (2 * half);
      for (let from = 0; from < length; from += 2 * half) {
        for (let step = 0; step < half; step += 1) {
          const cos = this.#cos[step * stride] ?? 0;
          const sin = this.#sin[step * stride] ?? 0;
          const a = from + step;
          const b = a + half;
          const re = (real[b] ?? 0) * cos - (imaginary[b] ?? 0) * sin;
          const im = (real[b] ?? 0) * sin + (imaginary[b] ?? 0) * cos;
          real[b] = (real[a] ?? 0) - re;
          imaginary[b] = (imaginary[a] ?? 0) - im;
          real[a] = (real[a] ?? 0) + re;
          imaginary[a] = (imaginary[a] ?? 0) + im;
        }
      }
    }
  }

  #reorder(values: Float64Array): void {
    for (const [index, other] of this.#mirrored.entries()) {
      if (other <= index) continue;
      const value = values[index] ?? 0;
      values[index] = values[other] ?? 0;
      values[other] = value;
    }
  }
}

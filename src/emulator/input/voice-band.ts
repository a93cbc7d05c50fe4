/** The band in which voices have most of their power and rooms little, Hz. */
const lowHz = 200;
const highHz = 3500;

/** Keeps the band of the voice: one first-order high-pass filter and two low-pass ones. */
export class VoiceBand {
  readonly #lowShare: number;
  readonly #highShare: number;
  #once = 0;
  #twice = 0;
  #below = 0;

  constructor(rateHz: number) {
    const shareOf = (hz: number): number => 1 - Math.exp((-2 * Math.PI * hz) / rateHz);
    this.#lowShare = shareOf(lowHz);
    this.#highShare = shareOf(highHz);
  }

  /** Filters samples that follow those of the last call, in place. */
  filter(samples: Int16Array): void {
    for (const [index, sample] of samples.entries()) {
      this.#once += this.#highShare * (sample - this.#once);
      this.#twice += this.#highShare * (this.#once - this.#twice);
      this.#below += this.#lowShare * (this.#twice - this.#below);
      const voice = Math.round(this.#twice - this.#below);
      samples[index] = Math.max(-32_768, Math.min(32_767, voice));
    }
  }
}

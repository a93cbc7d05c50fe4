/** Time needed before the slope means anything. */
const minMs = 10_000;
/** Clocks do not drift this far between two frames: something stalled, and the measurement restarts. */
const jumpMs = 150;

/**
 * How fast a device's clock runs against the machine's, by least squares over the arrival of its frames: single arrivals
 * are off by milliseconds, while drift is microseconds a second.
 */
export class DriftMeter {
  readonly #samplesPerMs: number;
  #startMs: number | undefined;
  #deviceMs = 0;
  #lastAheadMs = 0;
  #count = 0;
  #sumT = 0;
  #sumA = 0;
  #sumTT = 0;
  #sumTA = 0;

  constructor(rateHz: number) {
    this.#samplesPerMs = rateHz / 1000;
  }

  /** Parts per million by which the device is faster; undefined until it is known. */
  get ppm(): number | undefined {
    if (this.#elapsed() < minMs) return undefined;
    const spread = this.#count * this.#sumTT - this.#sumT ** 2;
    return (1e6 * (this.#count * this.#sumTA - this.#sumT * this.#sumA)) / spread;
  }

  /** The device delivered or accepted samples. */
  add(samples: number, atMs: number): void {
    if (this.#startMs === undefined) {
      this.#startMs = atMs;
      return;
    }
    this.#deviceMs += samples / this.#samplesPerMs;
    const elapsedMs = atMs - this.#startMs;
    const aheadMs = this.#deviceMs - elapsedMs;
    if (Math.abs(aheadMs - this.#lastAheadMs) > jumpMs) {
      this.restart(atMs);
      return;
    }
    this.#lastAheadMs = aheadMs;
    this.#count += 1;
    this.#sumT += elapsedMs;
    this.#sumA += aheadMs;
    this.#sumTT += elapsedMs ** 2;
    this.#sumTA += elapsedMs * aheadMs;
  }

  /** The samples before cannot be compared with those to come. */
  restart(atMs: number): void {
    this.#startMs = atMs;
    this.#deviceMs = 0;
    this.#lastAheadMs = 0;
    this.#count = 0;
    this.#sumT = 0;
    this.#sumA = 0;
    this.#sumTT = 0;
    this.#sumTA = 0;
  }

  /** Milliseconds measured so far. */
  #elapsed(): number {
    return this.#count < 2 ? 0 : this.#deviceMs;
  }
}

/** A slope is only told from more than this. */
const leastMs = 10_000;
/** The clocks did not drift so far from one frame to the next: something was held up, and it begins anew. */
const jumpMs = 150;

/**
 * How fast a device's clock runs against the machine's, by least squares over the arrival of its frames: single arrivals
 * are off by milliseconds, a drift is microseconds a second.
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

  /** Parts per million that the device is faster; undefined while it is too early to say. */
  get ppm(): number | undefined {
    if (this.#elapsed() < leastMs) return undefined;
    const spread = this.#count * this.#sumTT - this.#sumT ** 2;
    return (1e6 * (this.#count * this.#sumTA - this.#sumT * this.#sumA)) / spread;
  }

  /** The device gave or took samples. */
  add(samples: number, atMs: number): void {
    if (this.#startMs === undefined) {
      this.#startMs = atMs;
      return;
    }
    this.#deviceMs += samples / this.#samplesPerMs;
    const elapsedMs = atMs - this.#startMs;
    const aheadMs = this.#deviceMs - elapsedMs;
    if (Math.abs(aheadMs - this.#lastAheadMs) > jumpMs) {
      this.#restart(atMs);
      return;
    }
    this.#lastAheadMs = aheadMs;
    this.#count += 1;
    this.#sumT += elapsedMs;
    this.#sumA += aheadMs;
    this.#sumTT += elapsedMs ** 2;
    this.#sumTA += elapsedMs * aheadMs;
  }

  /** Milliseconds that have been looked at. */
  #elapsed(): number {
    return this.#count < 2 ? 0 : this.#deviceMs;
  }

  #restart(atMs: number): void {
    this.#startMs = atMs;
    this.#deviceMs = 0;
    this.#lastAheadMs = 0;
    this.#count = 0;
    this.#sumT = 0;
    this.#sumA = 0;
    this.#sumTT = 0;
    this.#sumTA = 0;
  }
}

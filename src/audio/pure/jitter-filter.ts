/** Share of a frame's deviation that is adopted: enough to follow drift, too little to follow jitter. */
const gain = 0.02;

/** Removes the jitter from the times at which consecutive frames of a stream are reported. */
export class JitterFilter {
  readonly #jumpMs: number;
  #nextMs: number | undefined;

  /** @param jumpMs a larger deviation is a new start */
  constructor(jumpMs: number) {
    this.#jumpMs = jumpMs;
  }

  /** The next frame was reported to begin at `startMs` and lasts `durationMs`; returns its smoothed start. */
  place(startMs: number, durationMs: number): number {
    const expectedMs = this.#nextMs ?? startMs;
    const offMs = startMs - expectedMs;
    const placedMs = Math.abs(offMs) > this.#jumpMs ? startMs : expectedMs + offMs * gain;
    this.#nextMs = placedMs + durationMs;
    return placedMs;
  }

  /** The next frame does not follow the last one. */
  restart(): void {
    this.#nextMs = undefined;
  }
}

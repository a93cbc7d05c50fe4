/** How much of what a frame is off goes into the clock: enough to follow a drift, too little to follow jitter. */
const gain = 0.02;

/** Takes the jitter out of the instants at which the frames of a stream are reported, one right behind the other. */
export class SteadyClock {
  readonly #jumpMs: number;
  #nextMs: number | undefined;

  /** @param jumpMs what is further off than this is a new beginning */
  constructor(jumpMs: number) {
    this.#jumpMs = jumpMs;
  }

  /** The next frame began at about `startMs` and lasts `durationMs`; gives when it really began. */
  place(startMs: number, durationMs: number): number {
    const expectedMs = this.#nextMs ?? startMs;
    const offMs = startMs - expectedMs;
    const placedMs = Math.abs(offMs) > this.#jumpMs ? startMs : expectedMs + offMs * gain;
    this.#nextMs = placedMs + durationMs;
    return placedMs;
  }

  /** What comes next does not follow what came before. */
  restart(): void {
    this.#nextMs = undefined;
  }
}

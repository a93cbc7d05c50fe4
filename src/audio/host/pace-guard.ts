/** What a device may accept in advance: its own buffer, and the inaccuracy of its clock. */
const headStartMs = 300;
const maxSpeed = 1.05;
/** Each window starts fresh; otherwise an hour at the right pace would excuse minutes of excess. */
const windowMs = 10_000;

/**
 * Detects an output device in an xrun storm: when frames are too short for it, PortAudio's ALSA part consumes up to six
 * times as much audio as real time allows, and most of it is never heard.
 */
export class PaceGuard {
  #startMs: number;
  #acceptedMs = 0;

  constructor(nowMs: number) {
    this.#startMs = nowMs;
  }

  /** Counts audio that the device accepted; true when it accepts too much. */
  isTooFast(acceptedMs: number, nowMs: number): boolean {
    if (nowMs - this.#startMs > windowMs) {
      this.#startMs = nowMs;
      this.#acceptedMs = 0;
    }
    this.#acceptedMs += acceptedMs;
    return this.#acceptedMs > (nowMs - this.#startMs) * maxSpeed + headStartMs;
  }
}

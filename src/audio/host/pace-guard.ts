/** What a device may take in advance: its own buffer, and the inexactness of its clock. */
const headStartMs = 300;
const mostSpeed = 1.05;
/** Each window starts afresh, or an hour of good pace would excuse minutes of racing. */
const windowMs = 10_000;

/**
 * Notices an output device in an xrun storm: with frames that are too short for it, PortAudio's ALSA part takes up to six
 * times as much sound as passes in time, and most of it is never heard.
 */
export class PaceGuard {
  #startMs: number;
  #takenMs = 0;

  constructor(nowMs: number) {
    this.#startMs = nowMs;
  }

  /** Notes that the device took sound; true when it takes too much. */
  isRacing(takenMs: number, nowMs: number): boolean {
    if (nowMs - this.#startMs > windowMs) {
      this.#startMs = nowMs;
      this.#takenMs = 0;
    }
    this.#takenMs += takenMs;
    return this.#takenMs > (nowMs - this.#startMs) * mostSpeed + headStartMs;
  }
}

/** Frames written ahead of time: with three, skips were audible on a busy machine. */
export const aheadFrames = 4;
/** Largest change of pace per frame, as a share of it. */
const maxCorrection = 0.05;
/** Share of the error corrected with each frame. */
const gain = 0.1;
/** Frames beyond those written ahead that are played off at once and not little by little: the program was held up. */
const maxExcessFrames = 2;

/**
 * When to write the next frame to a program that accepts as much as its pipe holds: by the machine's clock, a few frames
 * ahead. Where the program reports what it has played, the pace follows its device's clock.
 */
export class OutputPace {
  readonly #periodMs: number;
  #dueMs: number;
  #writtenMs = 0;
  #leadMs: number | undefined;

  constructor(periodMs: number, nowMs: number) {
    this.#periodMs = periodMs;
    this.#dueMs = nowMs - aheadFrames * periodMs;
  }

  /** Audio written and not yet played, by the last report; undefined without one. */
  get leadMs(): number | undefined {
    return this.#leadMs;
  }

  /** A frame was written; returns how long to wait before the next. */
  next(nowMs: number): number {
    this.#writtenMs += this.#periodMs;
    const aheadMs = aheadFrames * this.#periodMs;
    const errorMs = (this.#leadMs ?? aheadMs) - aheadMs;
    const maxMs = maxCorrection * this.#periodMs;
    const correctionMs = Math.max(-maxMs, Math.min(maxMs, errorMs * gain));
    this.#dueMs += this.#periodMs + correctionMs;
    if (errorMs > maxExcessFrames * this.#periodMs) {
      this.#dueMs = nowMs + errorMs;
      this.#leadMs = aheadMs;
    }
    // After a longer stall everything that was ahead has been played: what was missed is not caught up.
    this.#dueMs = Math.max(this.#dueMs, nowMs - aheadMs + this.#periodMs);
    return Math.max(0, this.#dueMs - nowMs);
  }

  /** The program reported what it has played since its start. */
  reported(playedMs: number): void {
    this.#leadMs = Math.max(0, this.#writtenMs - playedMs);
  }
}

/** Milliseconds played, from a report of verbose pacat: `Time: 0.400 sec; Latency: 34062 usec.` */
export function parsePacatReport(line: string): number | undefined {
  const seconds = /Time: (\d+\.\d+) sec/.exec(line)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

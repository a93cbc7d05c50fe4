/** Frames that are handed over ahead of their time: with three a busy machine was heard to skip. */
export const aheadFrames = 4;
/** The most that the pace is changed, per frame, as a part of it. */
const mostCorrection = 0.05;
/** How much of what is wrong is put right with each frame. */
const gain = 0.1;
/** After being held up for so long the lost frames are not made up for. */
const longestLateFrames = 25;

/**
 * When to hand over the next frame to a program that takes as much as its pipe holds: by the clock, a few frames ahead.
 * Where the program reports what it has played, the pace follows its device's clock.
 */
export class OutputPace {
  readonly #periodMs: number;
  #dueMs: number;
  #handedMs = 0;
  #leadMs: number | undefined;

  constructor(periodMs: number, nowMs: number) {
    this.#periodMs = periodMs;
    this.#dueMs = nowMs - aheadFrames * periodMs;
  }

  /** What was handed over and not yet played, by the last report; undefined without any. */
  get leadMs(): number | undefined {
    return this.#leadMs;
  }

  /** A frame was handed over; gives how long to wait until the next. */
  handed(nowMs: number): number {
    this.#handedMs += this.#periodMs;
    const wrongMs = (this.#leadMs ?? 0) - aheadFrames * this.#periodMs;
    const most = mostCorrection * this.#periodMs;
    const correctionMs =
      this.#leadMs === undefined ? 0 : Math.max(-most, Math.min(most, wrongMs * gain));
    this.#dueMs += this.#periodMs + correctionMs;
    if (nowMs - this.#dueMs > longestLateFrames * this.#periodMs) this.#dueMs = nowMs;
    return Math.max(0, this.#dueMs - nowMs);
  }

  /** The program has played so much since its start. */
  reported(playedMs: number): void {
    this.#leadMs = Math.max(0, this.#handedMs - playedMs);
  }
}

/** Milliseconds played, out of a report of verbose pacat: `Time: 0.400 sec; Latency: 34062 usec.` */
export function parsePacatReport(line: string): number | undefined {
  const seconds = /Time: (\d+\.\d+) sec/.exec(line)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

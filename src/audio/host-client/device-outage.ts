const firstRetryMs = 250;
const longestRetryMs = 4000;
/** A device that is away for longer is not waited for any more. */
const giveUpMs = 5 * 60_000;

/** Whether the devices are away, since when, and when they are to be tried again. */
export class Outage {
  #sinceMs: number | undefined;
  #failures = 0;

  /** They are away; again, if they had not come back yet. @returns whether that is news */
  begin(nowMs: number): boolean {
    if (this.#sinceMs !== undefined) {
      this.#failures += 1;
      return false;
    }
    this.#sinceMs = nowMs;
    return true;
  }

  /** An attempt failed. @returns whether another one is worth it */
  failed(nowMs: number): boolean {
    this.#failures += 1;
    return nowMs - (this.#sinceMs ?? 0) < giveUpMs;
  }

  /** They work. @returns whether that is news */
  end(): boolean {
    const wasAway = this.#sinceMs !== undefined;
    this.#sinceMs = undefined;
    this.#failures = 0;
    return wasAway;
  }

  /** How long to wait before the next attempt: twice as long after each that failed. */
  get retryDelayMs(): number {
    return Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(this.#failures, 10));
  }
}

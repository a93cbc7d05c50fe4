const firstRetryMs = 250;
const maxRetryMs = 4000;
/** After this long without the device, reconnecting stops. */
const giveUpMs = 5 * 60_000;

/** Whether and since when the devices are lost, and when to try them again. */
export class DeviceOutage {
  #sinceMs: number | undefined;
  #failures = 0;

  /** The devices were lost, possibly again before they recovered. @returns whether the outage starts here */
  begin(nowMs: number): boolean {
    if (this.#sinceMs !== undefined) {
      this.#failures += 1;
      return false;
    }
    this.#sinceMs = nowMs;
    return true;
  }

  /** An attempt failed. @returns whether to make another one */
  failed(nowMs: number): boolean {
    this.#failures += 1;
    return nowMs - (this.#sinceMs ?? 0) < giveUpMs;
  }

  /** The devices work. @returns whether an outage ended here */
  end(): boolean {
    const wasLost = this.#sinceMs !== undefined;
    this.#sinceMs = undefined;
    this.#failures = 0;
    return wasLost;
  }

  /** How long to wait before the next attempt; doubles with each failure. */
  get retryDelayMs(): number {
    return Math.min(maxRetryMs, firstRetryMs * 2 ** Math.min(this.#failures, 10));
  }
}

/** Fires once after a period of silence; arming it again restarts it. */
export class IdleTimer {
  readonly #onIdle: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
  }

  /** @param ms of silence; undefined: never */
  arm(ms: number | undefined): void {
    this.disarm();
    if (ms !== undefined) this.#timer = setTimeout(this.#onIdle, ms);
  }

  disarm(): void {
    clearTimeout(this.#timer);
  }
}

/** Runs once when the user has been silent for long; anything that happens starts it anew or stops it. */
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

import type { Clock } from '../../shared/clock.js';

/** Fires once after a period of silence; arming it again restarts it. */
export class IdleTimer {
  readonly #clock: Clock;
  readonly #onIdle: () => void;
  #cancel = (): void => undefined;

  constructor(clock: Clock, onIdle: () => void) {
    this.#clock = clock;
    this.#onIdle = onIdle;
  }

  /** @param ms of silence; undefined: never */
  arm(ms: number | undefined): void {
    this.disarm();
    if (ms !== undefined) this.#cancel = this.#clock.after(ms, this.#onIdle);
  }

  disarm(): void {
    this.#cancel();
  }
}

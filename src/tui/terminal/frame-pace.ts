/** At most 30 frames a second. */
const frameMs = 1000 / 30;

export interface Pace {
  /** Asks for a frame, now or when the next one is due; requests in between are coalesced. */
  request(): void;
  /** Whether a frame was asked for and has not been drawn. */
  isAwaited(): boolean;
  close(): void;
}

/** Calls `frame` at most 30 times a second, and always after the last request. */
export function createPace(options: {
  readonly frame: () => void;
  readonly now: () => number;
  readonly schedule: (callback: () => void, delayMs: number) => () => void;
}): Pace {
  let lastMs = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;
  let closed = false;

  function due(): void {
    cancel = undefined;
    lastMs = options.now();
    options.frame();
  }

  return {
    request() {
      if (closed || cancel !== undefined) return;
      // Timers drop the fraction of a millisecond, and 33 ms would be more than 30 frames a second.
      cancel = options.schedule(due, Math.ceil(Math.max(0, lastMs + frameMs - options.now())));
    },
    isAwaited: () => cancel !== undefined,
    close() {
      closed = true;
      cancel?.();
      cancel = undefined;
    },
  };
}

import type { Clock } from '../../shared/clock.js';
import type { Effect } from '../effects.js';
import type { WakeId } from '../inputs.js';

interface WakeTimersParts {
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly clock: Clock;
  readonly onWoke: (id: WakeId) => void;
}

/** The timers that the session asks for, at most one of each name. */
export class WakeTimers {
  readonly #parts: WakeTimersParts;
  readonly #cancels = new Map<WakeId, () => void>();

  constructor(parts: WakeTimersParts) {
    this.#parts = parts;
  }

  wake({ id, minMs, maxMs }: Extract<Effect, { type: 'wake' }>): void {
    const { random, clock, onWoke } = this.#parts;
    this.cancel(id);
    const delayMs = minMs === maxMs ? minMs : minMs + random() * (maxMs - minMs);
    const cancel = clock.after(delayMs, () => {
      this.#cancels.delete(id);
      onWoke(id);
    });
    this.#cancels.set(id, cancel);
  }

  cancel(id: WakeId): void {
    this.#cancels.get(id)?.();
    this.#cancels.delete(id);
  }

  close(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }
}

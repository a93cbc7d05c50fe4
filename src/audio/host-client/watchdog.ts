export type Side = 'microphone' | 'speaker';

/** The sides that died. */
export type LostSide = Side | 'both';

/** A device that is silent for this long is dead; live ones report every 20 to 200 ms. */
const silenceMs = 500;
/** The first frame may take longer: a Bluetooth headset wakes up, an idle sound server ticks every 2 s. */
const firstFrameMs = 4000;

/** How often to call `check`; finds a dead device within 600 ms. */
export const watchIntervalMs = 100;
/** A later call means that this process stalled, not the device: what it sent has not been read yet. */
const stallMs = 2.5 * watchIntervalMs;

/**
 * Detects a dead microphone or speaker by its silence: PortAudio reports nothing when a device goes away, its calls just
 * never return.
 */
export class Watchdog {
  readonly #quietSinceMs = new Map<Side, number>();
  readonly #waitingFor = new Set<Side>();
  #checkedMs: number;

  constructor(sides: readonly Side[], nowMs: number) {
    this.#checkedMs = nowMs;
    for (const side of sides) {
      this.#waitingFor.add(side);
      this.#quietSinceMs.set(side, nowMs + firstFrameMs - silenceMs);
    }
  }

  /** Every side has shown activity. */
  get isActive(): boolean {
    return this.#waitingFor.size === 0;
  }

  sawActivity(side: Side, nowMs: number): void {
    this.#waitingFor.delete(side);
    this.#quietSinceMs.set(side, nowMs);
  }

  /** The sides that are dead, if any. */
  check(nowMs: number): LostSide | undefined {
    const hasStalled = nowMs - this.#checkedMs > stallMs;
    this.#checkedMs = nowMs;
    const dead: Side[] = [];
    for (const [side, sinceMs] of this.#quietSinceMs) {
      if (hasStalled) this.#quietSinceMs.set(side, Math.max(sinceMs, nowMs));
      else if (nowMs - sinceMs >= silenceMs) dead.push(side);
    }
    return dead.length === 2 ? 'both' : dead[0];
  }
}

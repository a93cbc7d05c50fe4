export type Side = 'microphone' | 'speaker';

/** Which side of the sound died. */
export type Lost = Side | 'both';

/** A device that says nothing for this long is dead; live ones report every 20 to 100 ms. */
const silenceMs = 500;
/** The first frame may take its time: a Bluetooth headset wakes up, an idle sound server ticks every 2 s. */
const firstFrameMs = 4000;

/** `check` must be called this often; five of them in a row find a dead device within 600 ms. */
export const watchIntervalMs = 100;
/** A later call means that this process was held up, not the device: what it sent has not been read yet. */
const heldUpMs = 2.5 * watchIntervalMs;

/**
 * Knows from the signs of life of microphone and speaker when one is dead: PortAudio reports nothing when a device goes
 * away, its calls just never return.
 */
export class Watchdog {
  readonly #quietSinceMs = new Map<Side, number>();
  readonly #unproven = new Set<Side>();
  #checkedMs: number;

  constructor(sides: readonly Side[], nowMs: number) {
    this.#checkedMs = nowMs;
    for (const side of sides) {
      this.#unproven.add(side);
      this.#quietSinceMs.set(side, nowMs + firstFrameMs - silenceMs);
    }
  }

  /** Every side has shown a sign of life. */
  get isProven(): boolean {
    return this.#unproven.size === 0;
  }

  sawLife(side: Side, nowMs: number): void {
    this.#unproven.delete(side);
    this.#quietSinceMs.set(side, nowMs);
  }

  /** The sides that are dead, if any. */
  check(nowMs: number): Lost | undefined {
    const wasHeldUp = nowMs - this.#checkedMs > heldUpMs;
    this.#checkedMs = nowMs;
    const dead: Side[] = [];
    for (const [side, sinceMs] of this.#quietSinceMs) {
      if (wasHeldUp) this.#quietSinceMs.set(side, Math.max(sinceMs, nowMs));
      else if (nowMs - sinceMs >= silenceMs) dead.push(side);
    }
    return dead.length === 2 ? 'both' : dead[0];
  }
}

import type { OptionValues } from '../../config/options/option-table.js';
import { during, systemClock, type Clock } from '../../shared/clock.js';
import { VirtualClock } from '../../shared/virtual-clock.js';
import { textHash } from '../../shared/text-hash.js';
import type { ToolRunner } from '../../tools/tool-call.js';

/** The time in which a session runs. */
export interface SessionTime {
  readonly clock: Clock;
  /** Absent in real time. */
  readonly virtual?: VirtualTime;
}

export interface VirtualTime {
  readonly clock: VirtualClock;
  /** Makes everything that is random repeatable, the time of day included. */
  readonly seed?: number;
}

/** Virtual with `--fast`. */
export function sessionTime({ fast, seed }: OptionValues): SessionTime {
  if (!fast) return { clock: systemClock };
  const clock = new VirtualClock();
  return { clock, virtual: { clock, ...(seed === undefined ? {} : { seed }) } };
}

/** Numbers from 0 to below 1. */
export function repeatableRandom(seed: number): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return textHash(`${String(drawn)} draws`, seed) / 2 ** 32;
  };
}

/** A function during whose work no virtual time passes. */
export function timeless<Arguments extends readonly unknown[], Value>(
  clock: Clock,
  act: (...given: Arguments) => Promise<Value>,
): (...given: Arguments) => Promise<Value> {
  return (...given) => during(clock, act(...given));
}

/** Tools whose work takes no virtual time. */
export function timelessTools(tools: ToolRunner, clock: Clock): ToolRunner {
  return {
    load: timeless(clock, (path) => tools.load(path)),
    run: timeless(clock, async (call) => ({ ...(await tools.run(call)), elapsedMs: 0 })),
    close: () => tools.close(),
  };
}

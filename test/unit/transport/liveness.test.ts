import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultDeadlines, watchLiveness, type Liveness } from '../../../src/transport/liveness.js';
import type { Clock } from '../../../src/shared/clock.js';

/** A clock that runs its clock in order as it is moved, and a line that answers pings while it is alive. */
class Bench {
  nowMs = 0;
  pingsAtMs: number[] = [];
  deadAtMs: number | undefined;
  heardBytes = 0;
  pendingBytes = 0;
  isAlive = true;
  answersAfterMs = 40;
  /** By how much the monotonic clock stood still. */
  asleepMs = 0;
  readonly liveness: Liveness;
  #tasks: { atMs: number; run: () => void }[] = [];
  readonly clock: Clock = {
    nowMs: () => this.nowMs,
    after: (delayMs, run) => {
      const task = { atMs: this.nowMs + delayMs, run };
      this.#tasks.push(task);
      return () => {
        this.#tasks = this.#tasks.filter((other) => other !== task);
      };
    },
  };

  constructor() {
    this.liveness = watchLiveness({
      deadlines: defaultDeadlines,
      clock: this.clock,
      ping: () => {
        this.pingsAtMs.push(this.nowMs);
        this.clock.after(this.answersAfterMs, () => {
          if (this.isAlive) this.heardBytes += 2;
        });
      },
      heardBytes: () => this.heardBytes,
      pendingBytes: () => this.pendingBytes,
      wallMs: () => this.nowMs + this.asleepMs,
      dead: () => {
        expect(this.deadAtMs).toBeUndefined();
        this.deadAtMs = this.nowMs;
      },
    });
  }

  runUntil(endMs: number): void {
    for (;;) {
      const [next] = this.#tasks.sort((a, b) => a.atMs - b.atMs);
      if (next === undefined || next.atMs > endMs) break;
      this.#tasks.shift();
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.run();
    }
    this.nowMs = endMs;
  }

  sendEvery(stepMs: number, untilMs: number): void {
    while (this.nowMs + stepMs <= untilMs) {
      this.runUntil(this.nowMs + stepMs);
      this.liveness.traffic();
    }
    this.runUntil(untilMs);
  }

  get waitingTimers(): number {
    return this.#tasks.length;
  }
}

describe('a line that answers', () => {
  test('is pinged every 30 s while idle and never given up', () => {
    const bench = new Bench();
    bench.runUntil(125_000);
    expect(bench.pingsAtMs).toEqual([30_000, 60_000, 90_000, 120_000]);
    expect(bench.deadAtMs).toBeUndefined();
  });

  test('is pinged every 2 s while frames go over it, and at once when they start after a pause', () => {
    const bench = new Bench();
    bench.runUntil(10_000);
    bench.sendEvery(20, 16_000);
    expect(bench.pingsAtMs).toEqual([10_020, 12_020, 14_020]);
  });

  test('that is slow to answer but brings other bytes is not given up', () => {
    const bench = new Bench();
    bench.answersAfterMs = 1e9;
    for (let ms = 20; ms < 60_000; ms += 20) {
      bench.runUntil(ms);
      bench.liveness.traffic();
      bench.heardBytes += 1_000;
    }
    expect(bench.deadAtMs).toBeUndefined();
  });

  test('is given the time that a big message in front of the ping takes', () => {
    const bench = new Bench();
    bench.runUntil(5_000);
    bench.pendingBytes = 5_000_000;
    bench.answersAfterMs = 15_000;
    bench.liveness.traffic();
    bench.runUntil(40_000);
    expect(bench.deadAtMs).toBeUndefined();
  });
});

describe('a line that has gone dead', () => {
  test('is noticed within 5 s while audio flows, whenever it died', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 70_000 }),
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 5, max: 100 }),
        (idleMs, talkMs, stepMs) => {
          const bench = new Bench();
          bench.runUntil(idleMs);
          bench.sendEvery(stepMs, idleMs + talkMs);
          expect(bench.deadAtMs).toBeUndefined();
          bench.isAlive = false;
          const diedAtMs = bench.nowMs;
          bench.sendEvery(stepMs, diedAtMs + 6_000);
          expect((bench.deadAtMs ?? Infinity) - diedAtMs).toBeLessThanOrEqual(5_000);
        },
      ),
    );
  });

  test('is noticed within 5 s of a single frame after a long silence', () => {
    const bench = new Bench();
    bench.runUntil(29_999);
    bench.isAlive = false;
    bench.runUntil(31_000);
    bench.liveness.traffic();
    bench.runUntil(36_000);
    expect(bench.deadAtMs).toBeLessThanOrEqual(36_000);
  });

  test('is noticed while idle by the next ping and its deadline', () => {
    const bench = new Bench();
    bench.isAlive = false;
    bench.runUntil(45_000);
    expect(bench.deadAtMs).toBe(40_100);
  });

  test('is told once, and nothing is left running', () => {
    const bench = new Bench();
    bench.isAlive = false;
    bench.runUntil(200_000);
    bench.liveness.traffic();
    expect(bench.waitingTimers).toBe(0);
  });
});

test('an answer that waited while the program was busy counts, though the deadline has passed', () => {
  const bench = new Bench();
  bench.answersAfterMs = 1e9;
  bench.runUntil(5_000);
  bench.liveness.traffic();
  bench.nowMs = 15_000;
  bench.runUntil(15_010);
  bench.heardBytes += 2;
  bench.runUntil(16_000);
  expect(bench.deadAtMs).toBeUndefined();
});

test('a stopped watch neither pings nor reports', () => {
  const bench = new Bench();
  bench.isAlive = false;
  bench.liveness.stop();
  bench.liveness.traffic();
  bench.runUntil(100_000);
  expect([bench.pingsAtMs, bench.deadAtMs, bench.waitingTimers]).toEqual([[], undefined, 0]);
});

describe('a machine that was asleep', () => {
  test('pings at once, and gives up a dead line within 8 s, however idle it was', () => {
    const bench = new Bench();
    bench.runUntil(31_000);
    bench.asleepMs = 3_600_000;
    bench.isAlive = false;
    bench.runUntil(39_000);
    expect(bench.pingsAtMs).toEqual([30_000, 35_000]);
    expect(bench.deadAtMs).toBe(37_900);
    expect(bench.liveness.sleptMs()).toBe(3_600_000);
  });

  test('keeps a line that answers, and forgets the sleep', () => {
    const bench = new Bench();
    bench.runUntil(31_000);
    bench.asleepMs = 3_600_000;
    bench.runUntil(100_000);
    expect(bench.pingsAtMs).toEqual([30_000, 35_000, 65_000, 95_000]);
    expect(bench.deadAtMs).toBeUndefined();
    expect(bench.liveness.sleptMs()).toBeUndefined();
  });

  test('knows it at once when the line breaks before its next look', () => {
    const bench = new Bench();
    bench.runUntil(31_000);
    expect(bench.liveness.sleptMs()).toBeUndefined();
    bench.asleepMs = 60_000;
    expect(bench.liveness.sleptMs()).toBe(60_000);
  });

  test('takes a clock that was set back, or a little forward, for nothing', () => {
    const bench = new Bench();
    bench.runUntil(31_000);
    bench.asleepMs = -3_600_000;
    bench.runUntil(41_000);
    bench.asleepMs += 5_000;
    bench.runUntil(59_000);
    expect(bench.pingsAtMs).toEqual([30_000]);
  });

  test('notices it by its timers where the monotonic clock went on', () => {
    const bench = new Bench();
    bench.runUntil(31_000);
    bench.isAlive = false;
    bench.nowMs = 400_000;
    bench.runUntil(404_000);
    expect(bench.deadAtMs).toBe(402_900);
  });
});

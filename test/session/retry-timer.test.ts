import { describe, expect, it } from 'vitest';
import { RetryTimer } from '../../src/session/controller/retry-timer.js';
import { VirtualTime } from '../helpers/virtual-time.js';

function rig(random = 0.999_999) {
  const time = new VirtualTime();
  const timer = new RetryTimer({ clock: time.clock, after: time.after, random: () => random });
  const dueAt: number[] = [];
  const wait = (failures: number): Promise<boolean> => {
    const before = dueAt.length;
    timer.wait(failures, () => dueAt.push(time.nowMs));
    return time.runUntil(() => dueAt.length > before, Number.POSITIVE_INFINITY);
  };
  return { time, timer, dueAt, wait };
}

describe('the time between tries to reconnect', () => {
  it('is at most 250 ms before the first, and longer before each after it', async () => {
    const { dueAt, wait } = rig();
    for (const failures of [1, 2, 3, 4, 5]) await wait(failures);
    const delays = dueAt.map((dueMs, index) => dueMs - (dueAt[index - 1] ?? 0));
    expect(delays.map((delayMs) => Math.ceil(delayMs))).toEqual([250, 1000, 2000, 4000, 8000]);
  });

  it('may be nothing at all: the jitter is full', async () => {
    const { dueAt, wait } = rig(0);
    await wait(3);
    expect(dueAt).toEqual([0]);
  });

  it('keeps to ten connections a minute', async () => {
    const { time, timer, dueAt, wait } = rig(0);
    for (let connection = 0; connection < 10; connection += 1) timer.connecting();
    time.nowMs = 1_000;
    await wait(1);
    expect(dueAt).toEqual([60_000]);
  });

  it('ends without a try when the session does', async () => {
    const { time, timer } = rig();
    let tries = 0;
    timer.wait(1, () => (tries += 1));
    timer.stop();
    expect(await time.runUntil(() => tries > 0, 10_000)).toBe(false);
  });
});

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { during, systemClock } from '../../../src/shared/clock.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

function after(clock: VirtualClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

describe('virtual time', () => {
  it('jumps from timer to timer, and to those of the same time in their order', async () => {
    const clock = new VirtualClock(100);
    const seen: string[] = [];
    const note = (what: string) => () => seen.push(`${what} ${clock.nowMs()}`);
    clock.after(30, note('c'));
    clock.after(10, note('a'));
    clock.after(10, note('b'));
    clock.after(-5, note('now'));
    await after(clock, 3_600_000);
    expect(seen).toEqual(['now 100', 'a 110', 'b 110', 'c 130']);
    expect(clock.nowMs()).toBe(3_600_100);
  });

  it('lets every promise settle before the next timer', async () => {
    const clock = new VirtualClock();
    let settledMs = -1;
    const chain = async (): Promise<void> => {
      for (let turn = 0; turn < 1000; turn += 1) await Promise.resolve();
      settledMs = clock.nowMs();
    };
    clock.after(1, () => void chain());
    await after(clock, 2);
    expect(settledMs).toBe(1);
  });

  it('stands still while the machine works', async () => {
    const clock = new VirtualClock();
    const done: string[] = [];
    const timer = after(clock, 1).then(() => done.push('timer'));
    const work = during(clock, readFile(import.meta.filename)).then(() => done.push('work'));
    await Promise.all([timer, work]);
    expect(done).toEqual(['work', 'timer']);
  });

  it('goes on after work that failed', async () => {
    const clock = new VirtualClock();
    await expect(during(clock, Promise.reject(new Error('no file')))).rejects.toThrow('no file');
    await after(clock, 5);
    expect(clock.nowMs()).toBe(5);
  });

  it('needs every hold to be released, each once', async () => {
    const clock = new VirtualClock();
    const [first, second] = [clock.hold(), clock.hold()];
    let isDue = false;
    const timer = after(clock, 1).then(() => {
      isDue = true;
    });
    first();
    first();
    await new Promise((resolve) => setImmediate(resolve));
    expect(isDue).toBe(false);
    second();
    await timer;
  });

  it('runs neither a cancelled timer nor any after its end', async () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const cancel = clock.after(1, () => seen.push('cancelled'));
    clock.after(3, () => seen.push('late'));
    cancel();
    await after(clock, 2);
    clock.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([]);
  });
});

describe('the machine’s time', () => {
  it('does not wait for work', async () => {
    expect(await during(systemClock, Promise.resolve('done'))).toBe('done');
  });
});

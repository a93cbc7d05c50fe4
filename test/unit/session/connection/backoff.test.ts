import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retryWindow } from '../../../../src/session/connection/backoff.js';

describe('the wait before another try', () => {
  test('has a ceiling of 250 ms at first, then of 1 s, doubles, and stays at 8 s', () => {
    const windows = [1, 2, 3, 4, 5, 6, 1_000].map((failures) => retryWindow(failures, [], 0));
    expect(windows.map(({ maxMs }) => maxMs)).toEqual([
      250, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
    ]);
    expect(windows.map(({ minMs }) => minMs)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  test('is finite and in range for any count of failures', () => {
    fc.assert(
      fc.property(fc.integer(), (failures) => {
        const { minMs, maxMs } = retryWindow(failures, [], 0);
        expect(minMs).toBe(0);
        expect(maxMs).toBeGreaterThanOrEqual(250);
        expect(maxMs).toBeLessThanOrEqual(8_000);
      }),
    );
  });
});

describe('the limit of connections', () => {
  test('lets the tenth start and holds the eleventh until the first is a minute old', () => {
    const starts = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => index * 100);
    const wait = (startsMs: readonly number[], nowMs: number): number =>
      retryWindow(1, startsMs, nowMs).minMs;
    expect(wait(starts, 900)).toBe(0);
    expect(wait([...starts, 900], 1_000)).toBe(59_000);
    expect(wait([...starts, 900], 59_999)).toBe(1);
    expect(wait([...starts, 900], 60_000)).toBe(0);
  });

  test('takes the place of a shorter wait', () => {
    const starts = Array.from({ length: 10 }, () => 0);
    expect(retryWindow(1, starts, 1_000)).toEqual({ minMs: 59_000, maxMs: 59_000 });
    expect(retryWindow(5, starts, 59_000)).toEqual({ minMs: 1_000, maxMs: 8_000 });
  });

  test('keeps any minute to ten connections, whatever the moments of asking and of the random draw', () => {
    const gap = fc.record({
      gapMs: fc.integer({ min: 0, max: 9_000 }),
      random: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 200 }), (gaps) => {
        const started: number[] = [];
        let nowMs = 0;
        for (const { gapMs, random } of gaps) {
          nowMs += gapMs;
          const { minMs, maxMs } = retryWindow(1, started, nowMs);
          nowMs += minMs + random * (maxMs - minMs);
          started.push(nowMs);
        }
        started.forEach((startMs, index) => {
          const eleventh = started[index + 10];
          if (eleventh !== undefined) expect(eleventh - startMs).toBeGreaterThanOrEqual(60_000);
        });
      }),
    );
  });
});

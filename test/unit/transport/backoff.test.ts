import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectWaitMs, mayConnect, retryDelayMs } from '../../../src/transport/backoff.js';

const random01 = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the wait before another try', () => {
  test('has a ceiling of 250 ms at first, then of 1 s, doubles, and stays under 8 s', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 1_000].map((failures) => retryDelayMs(failures, 1));
    expect(ceilings).toEqual([250, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  });

  test('is spread evenly from 0 to the ceiling', () => {
    expect([0, 0.25, 0.5].map((random) => retryDelayMs(3, random))).toEqual([0, 500, 1_000]);
  });

  test('is finite and in range for any count of failures', () => {
    fc.assert(
      fc.property(fc.integer(), random01, (failures, random) => {
        const delayMs = retryDelayMs(failures, random);
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThan(8_000);
      }),
    );
  });
});

describe('the limit of connections', () => {
  test('lets the tenth start and holds the eleventh until the first is a minute old', () => {
    const history = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => index * 100);
    expect(mayConnect(history, 900)).toBe(true);
    expect(mayConnect([...history, 900], 1_000)).toBe(false);
    expect(connectWaitMs([...history, 900], 1_000)).toBe(59_000);
    expect(mayConnect([...history, 900], 59_999)).toBe(false);
    expect(mayConnect([...history, 900], 60_000)).toBe(true);
  });

  test('keeps any minute to ten connections, whatever the moments of asking', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 200 }), (gaps) => {
        const started: number[] = [];
        let nowMs = 0;
        for (const gapMs of gaps) {
          nowMs += gapMs;
          if (mayConnect(started, nowMs)) started.push(nowMs);
        }
        for (const atMs of started) {
          expect(
            started.filter((other) => other >= atMs && other < atMs + 60_000).length,
          ).toBeLessThan(11);
        }
      }),
    );
  });

  test('says a wait after which a connection may start, in any order of the history', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 30 }), (history) => {
        const waitMs = connectWaitMs(history, 60_000);
        expect(mayConnect(history, 60_000 + waitMs)).toBe(true);
        if (waitMs > 0) expect(mayConnect(history, 60_000 + waitMs - 1)).toBe(false);
      }),
    );
  });
});

import { expect, it } from 'vitest';
import { createPace } from '../../../../src/tui/terminal/frame-pace.js';

/** Runs for some milliseconds with timers that drop the fraction of a millisecond, as Node's do. */
function drawnMs(lengthMs: number, requestEveryMs: number): readonly number[] {
  let nowMs = 0;
  let due: { readonly atMs: number; readonly callback: () => void } | undefined;
  const drawn: number[] = [];
  const pace = createPace({
    frame: () => drawn.push(nowMs),
    now: () => nowMs,
    schedule: (callback, delayMs) => {
      due = { atMs: nowMs + Math.trunc(delayMs), callback };
      return () => (due = undefined);
    },
  });
  for (; nowMs < lengthMs; nowMs += 1) {
    if (nowMs % requestEveryMs === 0) pace.request();
    if (due !== undefined && due.atMs <= nowMs) {
      const { callback } = due;
      due = undefined;
      callback();
    }
  }
  return drawn;
}

it('draws at most 30 frames in any second, however often they are asked for', () => {
  const drawn = drawnMs(10_000, 2);
  expect(drawn.length).toBeGreaterThan(290);
  expect(drawn.length).toBeLessThanOrEqual(300);
});

it('draws at once what is asked for after a rest', () => {
  expect(drawnMs(1000, 400)).toEqual([0, 400, 800]);
});

import { describe, expect, it } from 'vitest';
import { CaptureClock } from '../../../../src/audio/pure/capture-clock.js';

const rateHz = 24_000;
const frame = 480;

/** Reads a frame every 20 ms from 1000 ms on, each so much late; gives the date of each less its true one. */
function errors(latesMs: readonly number[], driftPpm = 0): readonly number[] {
  const clock = new CaptureClock(rateHz);
  return latesMs.map((lateMs, n) => {
    const trueMs = 1000 + (n + 1) * 20 * (1 + driftPpm / 1e6);
    return clock.read(frame, trueMs + lateMs) - trueMs;
  });
}

function lates(count: number, of: (n: number) => number): readonly number[] {
  return Array.from({ length: count }, (_, n) => of(n));
}

describe('CaptureClock', () => {
  it('dates frames that are read late as those that were not', () => {
    const all = errors(lates(200, (n) => (n * 7) % 19));
    for (const error of all.slice(20)) expect(error).toBeCloseTo(0, 6);
  });

  it('dates frames that a library holds longer and longer, until it gives two at once', () => {
    const all = errors(lates(2000, (n) => (n % 450) / 24));
    for (const error of all.slice(450)) expect(error).toBeCloseTo(0, 6);
  });

  it('is not misled by a machine that is held up', () => {
    const all = errors(lates(60, (n) => (n >= 50 && n < 58 ? (58 - n) * 20 : 0)));
    for (const error of all) expect(error).toBeCloseTo(0, 6);
  });

  it.each([-200, 200])('follows a device whose clock is off by %i ppm', (ppm) => {
    const all = errors(
      lates(3000, () => 0),
      ppm,
    );
    for (const error of all) expect(Math.abs(error)).toBeLessThan(4);
  });

  it('begins anew where sound was lost', () => {
    const all = errors(lates(20, (n) => (n >= 10 ? 500 : 0)));
    expect(all.at(9)).toBeCloseTo(0, 6);
    for (const error of all.slice(10)) expect(error).toBeCloseTo(500, 6);
  });

  it('knows within two seconds of a smaller loss', () => {
    const all = errors(lates(110, (n) => (n >= 10 ? 100 : 0)));
    expect(all.at(-1)).toBeCloseTo(100, 6);
  });
});

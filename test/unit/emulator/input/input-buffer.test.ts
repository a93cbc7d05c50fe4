import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputBuffer } from '../../../../src/emulator/input/input-buffer.js';

/** 1 sample a millisecond, so that positions are indices. */
const rateHz = 1000;

function numbered(from: number, count: number): Int16Array {
  return Int16Array.from({ length: count }, (_, index) => from + index);
}

describe('the input buffer', () => {
  it('gives exactly the samples between two positions, however they came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 40 }),
        fc.nat(1500),
        fc.nat(1500),
        (sizes, one, two) => {
          const buffer = new InputBuffer(rateHz);
          let total = 0;
          for (const size of sizes) {
            buffer.append(numbered(total, size));
            total += size;
          }
          const [startMs, endMs] = [Math.min(one, two), Math.max(one, two)];
          const expected = numbered(0, total).subarray(startMs, Math.min(endMs, total));
          expect([...buffer.take(startMs, endMs)]).toEqual([...expected]);
          expect(buffer.positionMs).toBe(total);
          const rest = Math.max(0, total - Math.max(Math.min(endMs, total), 0));
          if (startMs <= total) expect(buffer.bufferedMs).toBe(rest);
        },
      ),
    );
  });

  it('keeps its position over commit and clear', () => {
    const buffer = new InputBuffer(rateHz);
    buffer.append(numbered(0, 100));
    expect(buffer.takeAll()).toHaveLength(100);
    buffer.append(numbered(100, 50));
    buffer.clear();
    expect(buffer.bufferedMs).toBe(0);
    expect(buffer.positionMs).toBe(150);
  });

  it('drops the oldest beyond five minutes and counts it', () => {
    const buffer = new InputBuffer(rateHz);
    for (let minute = 0; minute < 6; minute += 1)
      buffer.append(new Int16Array(60_000).fill(minute));
    expect(buffer.bufferedMs).toBe(300_000);
    expect(buffer.droppedMs).toBe(60_000);
    expect(buffer.takeAll()[0]).toBe(1);
  });

  it('starts empty at another rate, at the same position', () => {
    const buffer = new InputBuffer(rateHz);
    buffer.append(numbered(0, 100));
    buffer.changeRate(2000);
    buffer.append(numbered(0, 100));
    expect(buffer.positionMs).toBe(150);
    expect(buffer.bufferedMs).toBe(50);
  });
});

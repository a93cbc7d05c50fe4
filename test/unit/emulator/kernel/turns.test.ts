import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resample } from '../../../../src/audio/pure/resample.js';
import { inTurns, resampleInTurns } from '../../../../src/emulator/kernel/turns.js';

describe('work in turns', () => {
  it('lets others have theirs between its steps', async () => {
    const order: string[] = [];
    function* work(): Generator<undefined, string> {
      for (const step of ['a', 'b']) {
        order.push(step);
        yield undefined;
      }
      return 'done';
    }
    const [first] = await Promise.all([inTurns(work()), inTurns(work())]);
    expect(first).toBe('done');
    expect(order).toEqual(['a', 'a', 'b', 'b']);
  });

  it('resamples to the same samples as at once', async () => {
    const rates = fc.constantFrom(8000, 16_000, 24_000);
    const lengths = fc.constantFrom(0, 1, 23_999, 24_000, 60_000);
    await fc.assert(
      fc.asyncProperty(lengths, rates, rates, async (length, from, to) => {
        const samples = Int16Array.from(
          { length },
          (_, index) => ((index * 7919) % 60_000) - 30_000,
        );
        expect(await resampleInTurns(samples, from, to)).toEqual(resample(samples, from, to));
      }),
      { numRuns: 15 },
    );
  });
});

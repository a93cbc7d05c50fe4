import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SampleRing } from '../../../../src/audio/pure/sample-ring.js';

type Step = { readonly write: number } | { readonly read: number } | 'clear';

const steps = fc.array(
  fc.oneof(
    fc.record({ write: fc.nat(40) }),
    fc.record({ read: fc.nat(40) }),
    fc.constant<Step>('clear'),
  ),
  { maxLength: 60 },
);

describe('the sample ring', () => {
  it('behaves as a plain list that refuses what exceeds its capacity', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), steps, (capacity, schedule) => {
        const ring = new SampleRing(capacity);
        let model: number[] = [];
        let next = 0;
        for (const step of schedule) {
          if (step === 'clear') {
            ring.clear();
            model = [];
          } else if ('write' in step) {
            const samples = Int16Array.from({ length: step.write }, () => next++ % 30_000);
            const before = model.length;
            model = [...model, ...samples].slice(0, capacity);
            expect(ring.write(samples)).toBe(model.length - before);
          } else {
            const target = new Int16Array(step.read);
            const count = ring.read(target);
            expect([...target.subarray(0, count)]).toEqual(model.splice(0, step.read));
          }
          expect(ring.length).toBe(model.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});

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
  it.each(['drop-oldest', 'drop-newest'] as const)(
    'behaves as a plain list that is cut to its capacity (%s)',
    (policy) => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 50 }), steps, (capacity, schedule) => {
          const ring = new SampleRing(capacity, policy);
          let model: number[] = [];
          let next = 0;
          let dropped = 0;
          for (const step of schedule) {
            if (step === 'clear') {
              ring.clear();
              model = [];
            } else if ('write' in step) {
              const samples = Int16Array.from({ length: step.write }, () => next++ % 30_000);
              const before = model.length;
              model.push(...samples);
              const lost = Math.max(0, model.length - capacity);
              dropped += lost;
              model = policy === 'drop-oldest' ? model.slice(lost) : model.slice(0, capacity);
              const accepted = ring.write(samples);
              expect(accepted).toBe(
                policy === 'drop-oldest'
                  ? Math.min(samples.length, capacity)
                  : model.length - before,
              );
            } else {
              const target = new Int16Array(step.read);
              const count = ring.read(target);
              expect([...target.subarray(0, count)]).toEqual(model.splice(0, step.read));
            }
            expect(ring.length).toBe(model.length);
            expect(ring.droppedSamples).toBe(dropped);
          }
        }),
        { numRuns: 500 },
      );
    },
  );
});

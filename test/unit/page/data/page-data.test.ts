import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packWords, unpackWords } from '../../../../src/page/data/page-data.js';

const span = fc.tuple(fc.nat(9000), fc.nat(50), fc.nat(3_600_000), fc.nat(2000));

it('gives packed words back', () => {
  fc.assert(
    fc.property(fc.array(span), (spans) => {
      const words = spans.map(([from, length, startMs, duration]) => ({
        from,
        to: from + length,
        startMs,
        endMs: startMs + duration,
      }));
      expect(unpackWords(packWords(words))).toEqual(words);
    }),
  );
});

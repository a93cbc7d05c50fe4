import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIntricate } from '../../../../src/emulator/gateway/json-shape.js';

const of = (value: unknown): boolean => isIntricate(Buffer.from(JSON.stringify(value)));

describe('an event', () => {
  it('may carry long strings, whatever stands in them', () => {
    expect(of({ audio: 'A'.repeat(15e6) })).toBe(false);
    expect(of({ text: '[{,:'.repeat(1e6) })).toBe(false);
    expect(of({ text: 'a "quoted" word\\ '.repeat(10_000) })).toBe(false);
    expect(of({ text: '\\'.repeat(1e6), rest: [] })).toBe(false);
  });

  it.each([
    ['numbers', Array.from({ length: 50_000 }, (_, index) => index)],
    ['keys', Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`k${index}`, 1]))],
    ['objects', Array.from({ length: 50_000 }, () => ({}))],
    ['quotes in a string', '"'.repeat(50_000)],
  ])('may not have 50 000 %s', (_, value) => {
    expect(of([value, 'x'.repeat(70_000)])).toBe(true);
  });

  it('may not be padded with white space, nor hide values behind a quote that does not end', () => {
    expect(isIntricate(Buffer.from(`{${' '.repeat(2e6)}}`))).toBe(true);
    expect(isIntricate(Buffer.from(`{"a":"${'x'.repeat(70_000)}\\"${','.repeat(50_000)}`))).toBe(
      false,
    );
  });

  it('is judged by what stands outside of its strings', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }), (texts) => {
        expect(of([...texts, 'x'.repeat(70_000)])).toBe(false);
        const many = Array.from({ length: 41_000 }, () => 0);
        expect(of([...texts, many])).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

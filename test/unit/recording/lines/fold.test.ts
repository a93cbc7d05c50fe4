import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldKey, unfold } from '../../../../src/recording/lines/fold.js';
import { isJsonObject, type JsonObject } from '../../../../src/shared/json.js';

const start = { t: 0, type: 'sent', event: 'x' };

function fromText(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new Error('not an object');
  return value;
}

describe('folded lines', () => {
  it('unfold to what they were, whatever they hold', () => {
    const leaf = fc.oneof(fc.jsonValue({ maxDepth: 0 }), fc.integer(), fc.double({ noNaN: true }));
    const lines = fc.array(
      fc.record({ a: leaf, __proto__: leaf, b: fc.tuple(leaf, leaf), c: fc.record({ d: leaf }) }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(lines, (bodies) => {
        const numbered = bodies.map((body, index) => {
          // As they come back from a file.
          return { number: index * 3, line: fromText(JSON.stringify({ ...start, ...body })) };
        });
        const text = JSON.stringify(fold(numbered, 0));
        expect(unfold(fromText(text))).toEqual(numbered);
      }),
    );
  });

  it('need only the step of what grows evenly', () => {
    const lines = Array.from({ length: 50 }, (_, index) => ({
      number: 7 + 2 * index,
      line: { ...start, audio: { offset: 480 * index, length: 480 }, lateMs: index % 3 },
    }));
    expect(fold(lines, 24_000)).toEqual({
      ...start,
      audio: { offset: 0, length: 480 },
      lateMs: 0,
      fold: {
        count: 50,
        samples: 24_000,
        first: 7,
        numbers: { step: 2 },
        varies: [
          { path: ['audio', 'offset'], step: 480 },
          { path: ['lateMs'], list: lines.map(({ line }) => line.lateMs) },
        ],
      },
    });
  });

  it.each([
    ['no JSON object', 1],
    ['a count that nothing backs', { count: 3, first: 0, numbers: { list: [1] }, varies: [] }],
    ['too many lines', { count: 1e9, first: 0, numbers: { step: 1 }, varies: [] }],
    [
      'a way that leads nowhere',
      { count: 1, first: 0, numbers: { step: 1 }, varies: [{ path: ['no', 'where'], step: 1 }] },
    ],
    [
      'a way into the prototype',
      {
        count: 1,
        first: 0,
        numbers: { step: 1 },
        varies: [{ path: ['__proto__', 'x'], list: [1] }],
      },
    ],
  ])('are damaged with %s', (_name, folded) => {
    expect(unfold({ ...start, fold: folded })).toBeUndefined();
  });

  it('have the same keys and list lengths', () => {
    const key = foldKey({ ...start, runs: [{ a: 1 }] });
    expect(foldKey({ ...start, runs: [{ a: 'x' }] })).toBe(key);
    expect(foldKey({ ...start, runs: [{ a: 1 }, { a: 1 }] })).not.toBe(key);
    expect(foldKey({ ...start, runs: [{ b: 1 }] })).not.toBe(key);
    expect(foldKey({ ...start, event: 'y', runs: [{ a: 1 }] })).not.toBe(key);
  });
});

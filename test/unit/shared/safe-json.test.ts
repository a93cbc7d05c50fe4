import fc from 'fast-check';
import { expect, it } from 'vitest';
import { safeJson } from '../../../src/shared/safe-json.js';
import { runs } from '../../helpers/property-runs.js';

/** Everything that acts on a terminal or cannot be seen on it; by ranges, not by the classes that the code uses. */
const hostileRanges = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0xe0000, 0xe01ef],
] as const;

const hostile = fc
  .oneof(...hostileRanges.map(([min, max]) => fc.integer({ min, max })))
  .map((point) => String.fromCodePoint(point));
const text = fc
  .array(fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 4 }), fc.constant('\\')))
  .map((parts) => parts.join(''));

function isHostile(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return hostileRanges.some(([min, max]) => point >= min && point <= max);
}

it('escapes every character that acts on a terminal or hides on it, and parses to the same value', () => {
  fc.assert(
    fc.property(fc.dictionary(text, fc.oneof(text, fc.array(text), fc.jsonValue())), (value) => {
      const json = safeJson(value);
      expect(Array.from(json).filter(isHostile)).toEqual([]);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: runs(300, 2000) },
  );
});

it.each([
  ['\u009d0;title\u0007', '"\\u009d0;title\\u0007"'],
  ['\u007f\u202e\u200b\ud800', '"\\u007f\\u202e\\u200b\\ud800"'],
  ['\u{e0041}', '"\\udb40\\udc41"'],
  ['Malmö 東京 🎈', '"Malmö 東京 🎈"'],
])('writes %j as it is to be read', (value, json) => {
  expect(safeJson(value)).toBe(json);
});

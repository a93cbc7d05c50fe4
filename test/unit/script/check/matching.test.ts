import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesFields, matchesPart, memberAt } from '../../../../src/script/check/json-match.js';
import { describeTextMatch, matchesText } from '../../../../src/script/check/text-match.js';
import { comparedWords, wordErrors } from '../../../../src/script/check/word-errors.js';
import type { TextMatch } from '../../../../src/script/model/check.js';
import { isJsonArray, isJsonObject, type JsonValue } from '../../../../src/shared/json.js';

/** Any JSON value but -0, which JSON text does not have. */
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value: unknown) => lessOf(isJson(value) ? value : null, () => true));

/** The same JSON for this program's type. */
function isJson(value: unknown): value is JsonValue {
  return value !== undefined;
}

/** The value with some members of its objects left out. */
function lessOf(value: JsonValue, keep: () => boolean): JsonValue {
  if (value === 0) return 0;
  if (isJsonArray(value)) return value.map((each) => lessOf(each, keep));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(() => keep())
      .map(([key, each]) => [key, lessOf(each, keep)]),
  );
}

describe('a match in part', () => {
  it('has every value match itself, and an object match whatever has its members', () => {
    fc.assert(
      fc.property(json, fc.infiniteStream(fc.boolean()), (value, coins) => {
        expect(matchesPart(value, value)).toBe(true);
        const keep = (): boolean => coins.next().value === true;
        expect(matchesPart(lessOf(value, keep), value)).toBe(true);
      }),
    );
  });

  it('is transitive, and of two values that match each other both are equal', () => {
    fc.assert(
      fc.property(json, json, json, (one, two, three) => {
        if (matchesPart(one, two) && matchesPart(two, three))
          expect(matchesPart(one, three)).toBe(true);
        if (matchesPart(one, two) && matchesPart(two, one)) expect(one).toEqual(two);
      }),
    );
  });

  it('does not hold with a member more than there is, or another type', () => {
    fc.assert(
      fc.property(json, fc.string(), (value, name) => {
        if (!isJsonObject(value) || Object.hasOwn(value, name)) return;
        expect(
          matchesPart(Object.fromEntries([...Object.entries(value), [name, null]]), value),
        ).toBe(false);
      }),
    );
    expect(matchesPart({}, [])).toBe(false);
    expect(matchesPart([], {})).toBe(false);
    expect(matchesPart([1], [1, 2])).toBe(false);
    expect(matchesPart(1, '1')).toBe(false);
    expect(matchesPart(null, undefined)).toBe(false);
    expect(matchesPart({ constructor: {} }, {})).toBe(false);
  });

  it('finds members by their paths', () => {
    const event = { item: { content: [{ text: 'hi' }], tags: [[1, 2]] } };
    expect(memberAt(event, 'item.content[0].text')).toBe('hi');
    expect(memberAt(event, 'item.tags[0][1]')).toBe(2);
    expect(memberAt(event, 'item.content[1].text')).toBeUndefined();
    expect(memberAt(event, 'item.content.text')).toBeUndefined();
    expect(memberAt(event, 'toString')).toBeUndefined();
    expect(matchesFields([{ path: 'item.nothing', value: null }], event)).toBe(false);
    expect(matchesFields([{ path: 'item', value: { content: [{}] } }], event)).toBe(true);
  });
});

describe('a text', () => {
  it.each([
    ['equals', { type: 'equals', text: ' Hi. ' }, 'Hi.\n', true],
    ['equals', { type: 'equals', text: 'hi.' }, 'Hi.', false],
    ['contains', { type: 'contains', text: 'new  YORK' }, 'In New\nYork', true],
    ['contains', { type: 'contains', text: '4 °C' }, '4°C', false],
    ['matches', { type: 'matches', pattern: /\b\d+ deg/u }, 'It is 4 degrees', true],
    ['one of', { type: 'one-of', texts: ['yes', 'no'] }, ' no', true],
    ['one of', { type: 'one-of', texts: ['yes', 'no'] }, 'nope', false],
    ['not', { type: 'not', match: { type: 'contains', text: 'sorry' } }, 'Sorry!', false],
  ] satisfies readonly (readonly [string, TextMatch, string, boolean])[])(
    '%s: %j against %j',
    (_name, match, text, expected) => {
      expect(matchesText(match, text)).toBe(expected);
      expect(matchesText({ type: 'not', match }, text)).toBe(!expected);
    },
  );

  it('is matched the same each time, also by an expression that remembers its place', () => {
    const match = { type: 'matches', pattern: /o/g } as const;
    expect([1, 2, 3].map(() => matchesText(match, 'Oslo'))).toEqual([true, true, true]);
  });

  it('that is expected is described in words', () => {
    const match = { type: 'not', match: { type: 'one-of', texts: ['yes', 'no'] } } as const;
    expect(describeTextMatch(match)).toBe('not one of "yes", "no"');
  });
});

/** Levenshtein's distance of words, written for this test: by recursion with a memory, not row by row. */
function distance(left: readonly string[], right: readonly string[]): number {
  const known = new Map<string, number>();
  const from = (a: number, b: number): number => {
    if (a === left.length) return right.length - b;
    if (b === right.length) return left.length - a;
    const key = `${String(a)},${String(b)}`;
    const found =
      known.get(key) ??
      (left[a] === right[b]
        ? from(a + 1, b + 1)
        : 1 + Math.min(from(a + 1, b), from(a, b + 1), from(a + 1, b + 1)));
    known.set(key, found);
    return found;
  };
  return from(0, 0);
}

describe('the word error rate', () => {
  const sentence = fc.array(fc.constantFrom('one', 'two', 'three', 'four'), { maxLength: 12 });

  it('is the distance in words for each word said, and its parts add up to it', () => {
    fc.assert(
      fc.property(sentence, sentence, (said, understood) => {
        const errors = wordErrors(said.join(' '), understood.join(' '));
        const { substituted, deleted, inserted } = errors;
        expect(substituted + deleted + inserted).toBe(distance(said, understood));
        expect(errors.rate).toBeCloseTo(distance(said, understood) / Math.max(1, said.length));
        expect(said.length - deleted + inserted).toBe(understood.length);
      }),
    );
  });

  it('ignores case and punctuation, and keeps apostrophes in words and numbers as written', () => {
    expect(wordErrors('What’s the weather, in Oslo?', "what's the weather in oslo").rate).toBe(0);
    expect(comparedWords('“Don’t!” — 20 ℃, naïve')).toEqual(["don't", '20', 'c', 'naïve']);
    expect(wordErrors('twenty', '20')).toMatchObject({ substituted: 1, rate: 1 });
    expect(wordErrors('one two three four', 'one three four five six')).toMatchObject({
      deleted: 1,
      inserted: 2,
      said: 4,
      rate: 0.75,
    });
    expect(wordErrors('hello', '').rate).toBe(1);
  });
});

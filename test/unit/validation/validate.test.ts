import { describe, expect, expectTypeOf, it } from 'vitest';
import { isJsonObject } from '../../../src/shared/json.js';
import {
  boolean,
  called,
  keyed,
  list,
  map,
  matching,
  number,
  object,
  oneOf,
  optional,
  required,
  string,
  withRule,
  type Infer,
} from '../../../src/validation/build-shape.js';
import { formatProblem, wrongValueAt } from '../../../src/validation/problem.js';
import type { Shape } from '../../../src/validation/shape.js';
import { fits, problemsOf } from '../../../src/validation/validate.js';

const tool = object({
  name: required(matching(/^[a-z]+$/, 'lower-case letters')),
  timeout_s: optional({ ...number, above: 0, maximum: 60 }),
  kind: optional(oneOf('local', 'remote')),
  labels: optional(map(string, 2)),
  words: optional(list(called(string, 'a word'), 1)),
});

function lines(shape: Shape, value: unknown, mode: 'lenient' | 'strict' = 'strict'): string[] {
  return problemsOf(shape, value, mode).map(formatProblem);
}

const shout = keyed(
  { to: optional(string) },
  { say: { say: required(string), loud: optional(boolean) }, wait: { wait: required(number) } },
);

const pair = withRule(object({ from: required(number), to: required(number) }), (value) =>
  isJsonObject(value) && Number(value['from']) > Number(value['to'])
    ? [wrongValueAt(['to'], value['to'], 'a number not below from')]
    : [],
);

describe('a union by key', () => {
  it('gives its values a TypeScript type that the key narrows', () => {
    const value: unknown = { say: 'hello', to: 'all' };
    if (!fits(shout, value, 'strict')) throw new Error('it fits');
    expect('say' in value ? value.say : value.wait).toBe('hello');
  });

  it.each([
    [{ say: 'a', loud: true, to: 'b' }, []],
    [{ wait: 1, loud: true }, ['loud: unknown key; expected "to" or "wait"']],
    [{ to: 'b' }, ['expected exactly one of "say", "wait"; found none']],
    [{ say: 'a', wait: 1 }, ['expected exactly one of "say", "wait"; found "say" and "wait"']],
    [{ sya: 'a' }, ['sya: unknown key. Did you mean "say"?']],
    [
      { sya: 'a', to: 5 },
      ['to: expected a string; found 5', 'sya: unknown key. Did you mean "say"?'],
    ],
    [7, ['expected an object; found 7']],
  ])('says of %j: %j', (value, told) => {
    expect(lines(shout, value)).toEqual(told);
  });
});

describe('a rule', () => {
  it('tells what is wrong between the parts, with the place in the whole', () => {
    const shape = object({ pairs: required(list(pair)) });
    const value = {
      pairs: [
        { from: 1, to: 2 },
        { from: 3, to: 2, more: 1 },
      ],
    };
    expect(lines(shape, value)).toEqual([
      'pairs[1].more: unknown key; expected "from" or "to"',
      'pairs[1].to: expected a number not below from; found 2',
    ]);
    expect(lines(shape, value, 'lenient')).toEqual([]);
  });
});

describe('problems', () => {
  it('show the few of many values that are most like the wrong one', () => {
    const many = oneOf(...Array.from({ length: 40 }, (_, index) => `value-number-${index}`));
    expect(lines(many, 'completely different')).toEqual([
      expect.stringMatching(/^expected one of ("value-number-\d+", ){3}… \(40 in all\); found/),
    ]);
    expect(lines(many, 'value-number-39x')).toEqual([
      expect.stringMatching(/one of "value-number-39", .*\. Did you mean "value-number-39"\?$/),
    ]);
  });
});

describe('a shape', () => {
  it('gives its values their TypeScript type', () => {
    expectTypeOf<Infer<typeof tool>['name']>().toEqualTypeOf<string>();
    expectTypeOf<Infer<typeof tool>['kind']>().toEqualTypeOf<'local' | 'remote' | undefined>();
    expectTypeOf<Infer<typeof tool>['words']>().toEqualTypeOf<readonly string[] | undefined>();
    const value: unknown = { name: 'abc', kind: 'local' };
    if (!fits(tool, value, 'strict')) throw new Error('it fits');
    expect(value.name).toBe('abc');
  });

  it.each([
    [{ name: 'A1' }, 'name: expected lower-case letters; found "A1"'],
    [{ name: 'a', timeout_s: 0 }, 'timeout_s: expected a number above 0, at most 60; found 0'],
    [{ name: 'a', timeout_s: 61 }, 'timeout_s: expected a number above 0, at most 60; found 61'],
    [
      { name: 'a', kind: 'loca' },
      'kind: expected "local" or "remote"; found "loca". Did you mean "local"?',
    ],
    [
      { name: 'a', labels: { a: '1', b: '2', c: '3' } },
      'labels: expected an object of at most 2 keys; found an object of 3 keys',
    ],
    [{ name: 'a', words: [7] }, 'words[0]: expected a word; found 7'],
  ])('says of %j: %s', (value, line) => {
    expect(lines(tool, value)).toEqual([line]);
  });

  it('reports every problem at once', () => {
    expect(lines(tool, { timeout_s: 0, labels: 1 })).toHaveLength(3);
  });

  it('lets a lenient check pass what a later version may have added', () => {
    expect(lines(tool, { name: 'A1', kind: 'new', more: 1, words: null }, 'lenient')).toEqual([]);
  });
});

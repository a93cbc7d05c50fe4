import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  called,
  list,
  map,
  matching,
  number,
  object,
  oneOf,
  optional,
  required,
  string,
  type Infer,
} from '../../../src/validation/build-shape.js';
import { formatProblem } from '../../../src/validation/problem.js';
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
    [{ name: 'A1' }, 'name: found "A1", expected lower-case letters'],
    [{ name: 'a', timeout_s: 0 }, 'timeout_s: found 0, expected a number above 0, at most 60'],
    [{ name: 'a', timeout_s: 61 }, 'timeout_s: found 61, expected a number above 0, at most 60'],
    [
      { name: 'a', kind: 'loca' },
      'kind: found "loca", expected "local" or "remote"; did you mean "local"?',
    ],
    [
      { name: 'a', labels: { a: '1', b: '2', c: '3' } },
      'labels: found an object of 3 keys, expected an object of at most 2 keys',
    ],
    [{ name: 'a', words: [7] }, 'words[0]: found 7, expected a word'],
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

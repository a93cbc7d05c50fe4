import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/documents/document.js';
import type { VoiceliveError } from '../../../src/shared/errors.js';
import { list, object, optional, string } from '../../../src/validation/build-shape.js';
import { caught } from '../config/caught.js';

function refusal(text: string): VoiceliveError {
  const error = caught(() => parseDocument(text, 'a.yaml'));
  expect(error).toMatchObject({ code: 'file-syntax', exitCode: 2 });
  return error;
}

/** Nine aliases of a level in each of the twelve above it. */
const bomb = Array.from({ length: 12 }, (_, level) => {
  const below = level === 0 ? 'x' : `*a${level - 1}`;
  return `a${level}: &a${level} [${Array.from({ length: 9 }, () => below).join(', ')}]`;
}).join('\n');

describe('a YAML or JSON document', () => {
  it.each([
    ['', 'a.yaml:1:1: the file is empty.'],
    ['# only a comment\n', 'a.yaml:1:1: the file is empty.'],
    ['a: 1\nb: 2\na: 3\n', 'a.yaml:3:1: duplicate key "a", already on line 1.'],
    ['a: {1: x, "1": y}', 'a.yaml:1:11: duplicate key "1", already on line 1.'],
    ['a:\n\tb: 1\n', 'a.yaml:2:1: a tab cannot indent YAML; use spaces.'],
    [`{${'a: 1, '.repeat(150_000)}}`, /^a\.yaml:1:8: duplicate key "a", already on line 1\n/],
    ['a: 1\n---\nb: 2\n', 'a.yaml:2:1: a second YAML document begins here; only one is allowed.'],
    ['a: !include b\n', 'a.yaml:1:4: unresolved tag: !include.'],
    ['a: !!binary aGVsbG8=\n', 'a.yaml:1:4: unresolved tag: tag:yaml.org,2002:binary.'],
    ['a: 1\nb: *c\n', 'a.yaml:2:4: there is no anchor &c before this alias.'],
    ['a: &b\n  c: *b\n', 'a.yaml:2:6: the alias *b contains itself.'],
    [bomb, /^a\.yaml:12:60: the aliases unfold to too much data\.$/],
    [`a: &a 1\nb: [${'*a, '.repeat(200)}]`, 'a.yaml:2:405: more than 100 aliases.'],
    ['['.repeat(200_000), /^a\.yaml:1:\d+: more than 100 levels of nesting\.$/],
    ['- '.repeat(200_000), /^a\.yaml:1:\d+: more than 100 levels of nesting\.$/],
    ['{"a": 1', /^a\.yaml:1:8: /],
    ['a: "\u001b[31m\n', /^[^\u001b]*$/],
  ])('is refused with the place: %.40j', (text, message) => {
    expect(refusal(text).message).toMatch(message);
  });

  it('tells every duplicate key, and says how many more there are', () => {
    const keys = Array.from({ length: 30 }, (_, index) => `k${index}: 1`);
    const lines = refusal([...keys, ...keys].join('\n')).message.split('\n');
    expect(lines[0]).toBe('a.yaml:31:1: duplicate key "k0", already on line 1');
    expect(lines).toHaveLength(21);
    expect(lines[20]).toBe('a.yaml: and 10 more');
  });

  it('is read by the rules of YAML 1.2, whatever its directive says', () => {
    const text = '%YAML 1.1\n---\na: 2026-11-20\nb: yes\n"<<": {c: 1}\n';
    expect(parseDocument(text, 'a.yaml').value).toEqual({
      a: '2026-11-20',
      b: 'yes',
      '<<': { c: 1 },
    });
  });

  it('may use aliases', () => {
    expect(parseDocument('a: &x [1]\nb: *x\n', 'a.yaml').value).toEqual({ a: [1], b: [1] });
  });

  it('may have tabs where JSON has them', () => {
    expect(parseDocument('{\n\t"a": [\n\t\t1\n\t]\n}\n', 'a.json').value).toEqual({ a: [1] });
  });
});

describe('problems of the values', () => {
  const shape = object({
    words: optional(list(string)),
    more: optional(object({ 'a.b': optional(string), 7: optional(string) })),
  });
  const places = (text: string): readonly string[] =>
    caught(() => parseDocument(text, 'a.yaml').read(shape))
      .message.split('\n')
      .map((line) => line.replace(/: .*/, ''));

  it('name the line and column of the value, or of the key that is unknown', () => {
    expect(places('words: [a,\n  5]\nmore:\n  a.b: 6\n  7:   8\nwrods: x\n')).toEqual([
      'a.yaml:2:3',
      'a.yaml:4:8',
      'a.yaml:5:8',
      'a.yaml:6:1',
    ]);
  });

  it('are found behind aliases', () => {
    expect(places('more: &m {a.b: x}\nwords: [*m]\n')).toEqual(['a.yaml:2:9']);
    expect(places('words: &w [a, 5]\nmore: {a.b: *w}\n')).toEqual(['a.yaml:1:15', 'a.yaml:2:13']);
  });

  it('are counted honestly when there are too many', () => {
    const rest = (count: number): string | undefined =>
      caught(() =>
        parseDocument(`words: [${Array.from({ length: count }, () => '1').join()}]`, 'a.yaml').read(
          shape,
        ),
      )
        .message.split('\n')
        .at(-1);
    expect(rest(50)).toBe('a.yaml: and 30 more');
    expect(rest(5000)).toBe('a.yaml: and at least 80 more');
  });
});

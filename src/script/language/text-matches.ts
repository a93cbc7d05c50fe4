import {
  called,
  either,
  explained,
  list,
  matching,
  object,
  optional,
  string,
  withRule,
  type Infer,
} from '../../validation/build-shape.js';
import { messageOf } from '../../shared/errors.js';
import { problemAt, type PathStep, type Problem } from '../../validation/problem.js';
import { quote } from '../../validation/describe-value.js';
import type { TextMatch } from '../model/check.js';
import { eachOf, text, texts } from './texts.js';

const maxQuoted = 60;

/** `PATTERN`, or `/PATTERN/FLAGS`. */
const regex = withRule(matching(/\S/, 'a regular expression'), compiles);

const positive = {
  equals: explained('the whole text', optional(string)),
  contains: explained('a part of the text; of a list each one', optional(texts)),
  matches: explained(
    'a regular expression of JavaScript, also as /PATTERN/FLAGS; of a list each one',
    optional(called(either(regex, list(regex, 1)), 'a regular expression, or a list of them')),
  ),
  one_of: explained('the whole text is one of these', optional(list(string, 1))),
};

const negated = called(
  either(text, { ...object(positive), minKeys: 1 }),
  'text, or an object with equals, contains, matches or one_of',
);

export const textMatchFields = {
  ...positive,
  not: explained('text, or an object with the keys above: none of them holds', optional(negated)),
};

/** What a text must be like; a plain text is contained in it. */
export const textMatch = called(
  either(text, { ...object(textMatchFields), minKeys: 1 }),
  'text, or an object with equals, contains, matches, one_of or not',
);

function compiles(value: unknown): readonly Problem[] {
  if (typeof value !== 'string') return [];
  try {
    toRegExp(value);
    return [];
  } catch (thrown) {
    const reason = /: ([^:]*)$/.exec(messageOf(thrown))?.[1] ?? messageOf(thrown);
    const expected = `a regular expression that compiles (${reason.toLowerCase()})`;
    return [problemAt([], { found: quote(value, maxQuoted), expected })];
  }
}

/** @throws SyntaxError */
function toRegExp(given: string): RegExp {
  const [, pattern, flags] = /^\/(.+)\/([a-z]*)$/s.exec(given) ?? [];
  return pattern === undefined ? new RegExp(given, 'u') : new RegExp(pattern, flags);
}

/** One condition: its name after that of the text, and its place below it. */
export interface NamedMatch {
  readonly name: string;
  readonly steps: readonly PathStep[];
  readonly match: TextMatch;
}

/** Every condition of a text. */
export function textMatches(given: Infer<typeof textMatch>): readonly NamedMatch[] {
  if (typeof given === 'string')
    return [{ name: 'contains', steps: [], match: { type: 'contains', text: given } }];
  const { not } = given;
  const none = not === undefined ? [] : positiveMatches(not);
  return [
    ...positiveMatches(given),
    ...none.map(({ name, steps, match }) => ({
      name: `not.${name}`,
      steps: ['not', ...steps],
      match: { type: 'not', match } as const,
    })),
  ];
}

function positiveMatches(given: Infer<typeof negated>): readonly NamedMatch[] {
  if (typeof given === 'string')
    return [{ name: 'contains', steps: [], match: { type: 'contains', text: given } }];
  const { equals, contains = [], matches = [], one_of: options } = given;
  return [
    ...(equals === undefined ? [] : [named('equals', [], { type: 'equals', text: equals })]),
    ...eachOf<string>(contains).map(({ value, steps }) =>
      named('contains', steps, { type: 'contains', text: value }),
    ),
    ...eachOf<string>(matches).map(({ value, steps }) =>
      named('matches', steps, { type: 'matches', pattern: toRegExp(value) }),
    ),
    ...(options === undefined ? [] : [named('one_of', [], { type: 'one-of', texts: options })]),
  ];
}

function named(name: string, steps: readonly PathStep[], match: TextMatch): NamedMatch {
  return { name, steps: [name, ...steps], match };
}

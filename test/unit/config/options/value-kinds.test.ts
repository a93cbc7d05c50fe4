import { describe, expect, it } from 'vitest';
import {
  listOf,
  numberFrom,
  oneOf,
  switchOff,
  switchOn,
  text,
  textLike,
  textOr,
  type ValueKind,
} from '../../../../src/config/options/value-kinds.js';
import { caught } from '../caught.js';

const positive = numberFrom(0.5, 'a number from 0.5');
const word = textLike(/^\w+$/, 'a word');

describe('a kind of value', () => {
  it.each<[string, ValueKind<unknown>, readonly string[], unknown]>([
    ['a switch', switchOn, [], true],
    ['a switch in the environment', switchOn, ['yes'], true],
    ['a no- switch', switchOff, [], false],
    ['a text', text, [' a text '], ' a text '],
    ['a text that was left out', textOr('there'), [], 'there'],
    ['a text that may be left out', textOr('there'), ['here'], 'here'],
    ['a text of a form', word, ['a_word'], 'a_word'],
    ['a list', listOf(/./, 'anything'), ['a', 'b'], ['a', 'b']],
    ['a number', positive, ['.5'], 0.5],
    ['a number with white space', positive, [' 12 '], 12],
    ['a choice', oneOf('a', 'b'), ['b'], 'b'],
  ])('reads %s', (_what, kind, given, value) => {
    expect(kind.parse(given, 'flag --some')).toEqual(value);
  });

  it.each<[string, ValueKind<unknown>, string, string]>([
    ['a blank text', text, ' ', 'found " ", expected a value.'],
    ['a blank list element', listOf(/./, 'anything'), '', 'found "", expected anything.'],
    ['a text of another form', word, 'two words', 'found "two words", expected a word.'],
    ['a number that is too small', positive, '0.4', 'found "0.4", expected a number from 0.5.'],
    ['a number in hexadecimal', positive, '0x10', 'found "0x10", expected a number from 0.5.'],
    ['an infinite number', positive, 'Infinity', 'found "Infinity", expected a number from 0.5.'],
    ['another choice', oneOf('a', 'b'), 'c', 'found "c", expected one of a, b.'],
  ])('refuses %s', (_what, kind, given, sentence) => {
    const error = caught(() => kind.parse([given], 'flag --some'));
    expect(error.message).toBe(`Flag --some: ${sentence}`);
    expect(error.exitCode).toBe(2);
  });
});

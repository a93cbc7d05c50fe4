import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../../src/emulator/scenario/scenario-file.js';
import { matchPhrase } from '../../../../src/emulator/scenario/phrases.js';
import type { Slot, Turn } from '../../../../src/emulator/scenario/scenario.js';

const { turns, slots } = loadScenario();

function match(text: string) {
  const found = matchPhrase(text, turns, slots);
  return found && { phrase: found.phrase, slots: found.slots };
}

/** A turn that answers to phrases. */
function turn(...phrases: readonly string[]): Turn {
  return { phrases, typed: [], pattern: undefined, steps: [], transcriptionError: undefined };
}

describe('a phrase', () => {
  it.each([
    'what time is it',
    'WHAT TIME IS IT?',
    '  what — time, is it!! ',
    'hey, what time is it please',
    'what tiem is it',
  ])('is found in %j', (text) => {
    expect(match(text)?.phrase).toMatch(/^what time is it/i);
  });

  it('is not found between too many other words', () => {
    expect(match(`${'so then '.repeat(8)} what time is it`)).toBeUndefined();
    expect(match('')).toBeUndefined();
  });

  it('takes the words of its slots, the shortest that fit', () => {
    const open: Readonly<Record<string, Slot>> = {
      from: { values: [], open: true },
      to: { values: ['New York'], open: true },
    };
    const travel = [turn('fly from {from} to {to}')];
    expect(matchPhrase('fly from san jose to new york please', travel, open)?.slots).toEqual({
      from: 'San Jose',
      to: 'New York',
    });
  });
});

/** Milliseconds of processor time that matching takes, the best of three. */
function costMs(text: string, given: readonly Turn[], of: Readonly<Record<string, Slot>>): number {
  const runs = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    matchPhrase(text, given, of);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...runs);
}

describe('a long text', () => {
  const words = Array.from({ length: 7000 }, (_, index) => `word${index % 977}`).join(' ');

  it.each([
    ['50 KB of words', words],
    ['words of the phrases', 'what time is it '.repeat(3000)],
    ['one word', 'x'.repeat(50_000)],
    ['16 MB of spaces', ' '.repeat(16_000_000)],
    ['16 MB of marks', 'e\u0301'.repeat(8_000_000)],
    ['as many words as fit', 'a '.repeat(2000)],
  ])('of %s is turned down at once', (_, text) => {
    expect(costMs(text, turns, slots)).toBeLessThan(50);
  });

  it('takes the longest value of a slot that fits', () => {
    const count: Readonly<Record<string, Slot>> = {
      number: { values: ['thirty', 'thirty one', 'thirty two'], open: false },
    };
    const asked = [turn('it is {number} degrees')];
    expect(matchPhrase('it is thirty two degrees', asked, count)?.slots).toEqual({
      number: 'thirty two',
    });
    expect(matchPhrase('it is thirty degrees', asked, count)?.slots).toEqual({ number: 'thirty' });
  });

  it('costs no more for many open slots', () => {
    const names = Array.from({ length: 12 }, (_, index) => `s${index}`);
    const open = Object.fromEntries(names.map((name) => [name, { values: [], open: true }]));
    const hungry = [turn(`${names.map((name) => `{${name}}`).join(' and ')} end`)];
    expect(costMs('and '.repeat(40), hungry, open)).toBeLessThan(50);
  });
});

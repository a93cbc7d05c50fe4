import { describe, expect, it } from 'vitest';
import {
  isHopeless,
  isSure,
  wordsOf,
  type Look,
} from '../../../../src/emulator/recognition/verdict.js';

function look(words: string, rival: string, leads: Partial<Look> = {}): Look {
  return { words, rival, overRival: 5, overPhones: -1, overDecoys: 10, ...leads };
}

describe('the verdict on speech', () => {
  it('is sure of words that fit and lead clearly', () => {
    expect(isSure(look('in oslo', 'in rome'))).toBe(true);
    expect(isSure(look('in oslo', 'in rome', { overRival: 0.5 }))).toBe(false);
    expect(isSure(look('in oslo', 'in rome', { overPhones: -20 }))).toBe(false);
  });

  it('needs no other look at speech that fits nothing', () => {
    expect(isHopeless(look('in oslo', 'in rome', { overPhones: -30 }))).toBe(true);
    expect(isHopeless(look('in oslo', 'in rome', { overPhones: -10 }))).toBe(false);
  });

  it('does not let a great lead over rivals and decoys make up for a poor fit', () => {
    const alone = { overRival: Infinity, overDecoys: Infinity };
    expect(isHopeless(look('hello', 'stop', { ...alone, overPhones: -40 }))).toBe(true);
  });

  it('takes the words that lead in the looks together', () => {
    const oslo = look('in oslo', 'in rome', { overRival: 0.5 });
    const rome = look('in rome', 'in oslo', { overRival: 2 });
    expect(wordsOf([oslo, rome])).toBe('in rome');
    expect(wordsOf([oslo, { ...rome, overRival: 0.1 }])).toBe('in oslo');
  });

  it('does not let one very clear look outvote two', () => {
    const oslo = look('in oslo', 'in rome', { overRival: 2 });
    const rome = look('in rome', 'in oslo', { overRival: 40 });
    expect(wordsOf([rome, oslo, oslo])).toBe('in oslo');
  });

  it('takes no words that fit badly in the mean of the looks', () => {
    const good = look('in oslo', 'in rome');
    expect(wordsOf([good, { ...good, overPhones: -60 }])).toBeUndefined();
    expect(wordsOf([good, { ...good, overPhones: -25 }])).toBe('in oslo');
  });

  it('takes the only phrase there is', () => {
    const only: Look = { ...look('hello', ''), rival: undefined, overRival: Infinity };
    expect(wordsOf([only])).toBe('hello');
  });
});

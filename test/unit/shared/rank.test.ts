import { describe, expect, it } from 'vitest';
import { rank } from '../../../src/shared/rank.js';

const names = ['voice', 'turn-detection', 'tools', 'retry', 'reconnect', 'save', 'seed'];

function ranked(typed: string): readonly string[] {
  return rank(typed, names, (name) => name).map(({ candidate, fit }) => `${candidate} ${fit}`);
}

describe('ranking by what was typed', () => {
  it.each([
    ['re', ['retry prefix', 'reconnect prefix']],
    ['VOICE', ['voice exact']],
    ['de', ['turn-detection word']],
    ['turn_d', ['turn-detection prefix']],
    ['ec', ['reconnect inside', 'turn-detection inside']],
    ['tls', ['tools letters']],
    ['vioce', ['voice similar']],
    ['nothing', []],
  ])('%s', (typed, expected) => {
    expect([...ranked(typed)].sort()).toEqual([...expected].sort());
  });

  it('has the best fit first, and keeps the order of the candidates within a fit', () => {
    expect(ranked('t')).toEqual([
      'turn-detection prefix',
      'tools prefix',
      'retry inside',
      'reconnect inside',
    ]);
    expect(ranked('')).toHaveLength(names.length);
  });
});

import { describe, expect, it } from 'vitest';
import {
  buildGrammar,
  decoyGrammar,
  phrasesBesides,
  spell,
} from '../../../../src/emulator/recognition/grammar.js';

const weather = {
  pattern: 'What is the weather in {city}?',
  slots: { city: ['Oslo', 'New York'] },
};
const hello = { pattern: 'Hello', slots: {} };
const all = (): boolean => true;

describe('the grammar of phrases', () => {
  it('gives each phrase, with its slots as alternatives', () => {
    const { jsgf, warnings } = buildGrammar([hello, weather], all);
    expect(jsgf).toContain('( hello ) | ( what is the weather in ( oslo | new york ) );');
    expect(warnings).toEqual([]);
  });

  it('has decoys beside it, without those that are phrases or have no pronunciation', () => {
    const decoys = ['hello', 'Stop', 'xyzzyq', 'thank you'];
    const known = (word: string): boolean => word !== 'xyzzyq';
    expect(decoyGrammar(decoys, [hello], known)).toContain(' = ( stop ) | ( thank you );');
    expect(decoyGrammar(['hello'], [hello], known)).toBeUndefined();
  });

  it('drops a phrase with a word that has no pronunciation, and says so', () => {
    const grammar = buildGrammar(
      [hello, { pattern: 'Say xyzzyq', slots: {} }],
      (word) => word !== 'xyzzyq',
    );
    expect(grammar.jsgf).toContain('( hello );');
    expect(grammar.warnings).toEqual([
      'the phrase "Say xyzzyq" cannot be recognised: no pronunciation for "xyzzyq"',
    ]);
  });

  it('drops only the slot value that has no pronunciation', () => {
    const grammar = buildGrammar([weather], (word) => word !== 'oslo');
    expect(grammar.jsgf).toContain('( what is the weather in ( new york ) );');
    expect(grammar.warnings).toHaveLength(1);
  });

  it('has nothing to listen for when no phrase is left', () => {
    expect(buildGrammar([hello], () => false).jsgf).toBeUndefined();
  });

  it('writes what was heard as the phrase is written', () => {
    expect(spell('what is the weather in new york', [hello, weather])).toBe(
      'What is the weather in New York?',
    );
    expect(spell('what is the weather in paris', [hello, weather])).toBeUndefined();
    expect(spell('hello hello', [hello, weather])).toBeUndefined();
  });

  it('has everything but one sentence, to find what else is as close', () => {
    const from = {
      pattern: 'From {city} to {city} now',
      slots: { city: ['Oslo', 'Rome', 'Bergen'] },
    };
    const { jsgf } = buildGrammar(phrasesBesides('from oslo to rome now', [hello, from]), all);
    expect(jsgf).toContain(
      ' = ( hello ) | ( from ( rome | bergen ) to ( oslo | rome | bergen ) now ) | ' +
        '( from oslo to ( oslo | bergen ) now );',
    );
    expect(buildGrammar(phrasesBesides('hello', [hello]), all).jsgf).toBeUndefined();
  });
});

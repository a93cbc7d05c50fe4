import { plainWords } from '../kernel/plain-words.js';

/** A sentence to recognise, with slots such as `{city}` and their possible values. */
export interface Phrase {
  /** In display form, e.g. `What is the weather in {city}?` */
  readonly pattern: string;
  readonly slots: Readonly<Record<string, readonly string[]>>;
}

/** A grammar, and what had to be left out of it. */
export interface Grammar {
  /** JSGF 1.0, undefined when no phrase is left. */
  readonly jsgf: string | undefined;
  /** One sentence for each phrase or slot value that cannot be recognised. */
  readonly warnings: readonly string[];
}

const maxListLength = 500;
const slotPattern = /\{([^{}]+)\}/u;

/** Splits a pattern into fixed texts and, at odd indices, names of slots. */
function patternParts(pattern: string): readonly string[] {
  return pattern.split(slotPattern);
}

/**
 * Builds a grammar of the phrases.
 * @param isKnown whether the recogniser's dictionary has a word
 */
export function buildGrammar(
  phrases: readonly Phrase[],
  isKnown: (word: string) => boolean,
): Grammar {
  const warnings: string[] = [];
  const unknownOf = (text: string): readonly string[] =>
    plainWords(text).filter((word) => !isKnown(word));
  const alternatives: string[] = [];
  if (phrases.length > maxListLength) {
    warnings.push(`only the first ${maxListLength} of ${phrases.length} phrases are recognised`);
  }
  for (const phrase of phrases.slice(0, maxListLength)) {
    const rule = phraseRule(phrase, unknownOf);
    warnings.push(...rule.warnings);
    if (rule.words !== '') alternatives.push(rule.words);
  }
  if (alternatives.length === 0) return { jsgf: undefined, warnings };
  return { jsgf: jsgfOf(alternatives), warnings };
}

/**
 * A grammar of `decoys`: other things users say, which must not be taken for a phrase. Decoys that are phrases, or that
 * the dictionary lacks, are omitted. Undefined when none is left.
 */
export function decoyGrammar(
  decoys: readonly string[],
  phrases: readonly Phrase[],
  isKnown: (word: string) => boolean,
): string | undefined {
  const others = decoys
    .map(plainWords)
    .filter((words) => words.every(isKnown) && spell(words.join(' '), phrases) === undefined)
    .map((words) => words.join(' '));
  return others.length === 0 ? undefined : jsgfOf(others);
}

function jsgfOf(alternatives: readonly string[]): string {
  const rule = alternatives.map((words) => `( ${words} )`).join(' | ');
  return `#JSGF V1.0;\ngrammar phrases;\npublic <phrase> = ${rule};\n`;
}

interface PhraseRule {
  /** The phrase as a JSGF sequence; empty when it cannot be recognised. */
  readonly words: string;
  readonly warnings: readonly string[];
}

function phraseRule(phrase: Phrase, unknownOf: (text: string) => readonly string[]): PhraseRule {
  const dropped = (reason: string): PhraseRule => ({
    words: '',
    warnings: [`the phrase "${phrase.pattern}" cannot be recognised: ${reason}`],
  });
  const words: string[] = [];
  const warnings: string[] = [];
  for (const [index, part] of patternParts(phrase.pattern).entries()) {
    if (index % 2 === 0) {
      const unknown = unknownOf(part);
      if (unknown.length > 0) return dropped(`no pronunciation for "${unknown.join('", "')}"`);
      words.push(...plainWords(part));
      continue;
    }
    const values = slotValues(phrase, part);
    const known = values.filter((value) => unknownOf(value).length === 0);
    if (known.length === 0) return dropped(`slot {${part}} has no value with a pronunciation`);
    for (const value of values.filter((other) => !known.includes(other))) {
      warnings.push(`"${value}" in "${phrase.pattern}" cannot be recognised: no pronunciation`);
    }
    words.push(`( ${known.map((value) => plainWords(value).join(' ')).join(' | ')} )`);
  }
  return words.length === 0 ? dropped('it has no words') : { words: words.join(' '), warnings };
}

function slotValues(phrase: Phrase, name: string): readonly string[] {
  const values = Object.hasOwn(phrase.slots, name) ? (phrase.slots[name] ?? []) : [];
  return values.slice(0, maxListLength).filter((value) => plainWords(value).length > 0);
}

/** Recognised words in the spelling of their phrase, e.g. `What is the weather in Oslo?`; undefined for no phrase. */
export function spell(heard: string, phrases: readonly Phrase[]): string | undefined {
  const said = plainWords(heard);
  for (const phrase of phrases) {
    const parts = patternParts(phrase.pattern);
    const values = valuesSaid(said, phrase, parts);
    if (values === undefined) continue;
    return parts.map((part, index) => (index % 2 === 0 ? part : values[(index - 1) / 2])).join('');
  }
  return undefined;
}

/** The phrases with everything that can be said with them, except these words. */
export function phrasesBesides(heard: string, phrases: readonly Phrase[]): readonly Phrase[] {
  const said = plainWords(heard);
  return phrases.flatMap((phrase) => {
    const parts = patternParts(phrase.pattern);
    const values = valuesSaid(said, phrase, parts);
    // Another value in one slot, the same ones before it, any after it.
    return values === undefined
      ? [phrase]
      : values.map((value, slot) => besides(phrase, parts, values.slice(0, slot), value));
  });
}

/** A name that no slot of a scenario has. */
const otherValue = 'another value';

function besides(
  phrase: Phrase,
  parts: readonly string[],
  before: readonly string[],
  value: string,
): Phrase {
  const at = 2 * before.length + 1;
  const pattern = parts.map((part, index) => {
    if (index % 2 === 0) return part;
    return index < at ? before[(index - 1) / 2] : `{${index === at ? otherValue : part}}`;
  });
  const others = slotValues(phrase, parts[at] ?? '').filter(
    (other) => plainWords(other).join(' ') !== plainWords(value).join(' '),
  );
  return { pattern: pattern.join(''), slots: { ...phrase.slots, [otherValue]: others } };
}

/** The value of each slot with which these words are this phrase; undefined when they are not. */
function valuesSaid(
  heard: readonly string[],
  phrase: Phrase,
  parts: readonly string[],
): readonly string[] | undefined {
  const [text = '', slot, ...rest] = parts;
  const fixed = plainWords(text);
  if (!fixed.every((word, index) => heard[index] === word)) return undefined;
  const after = heard.slice(fixed.length);
  if (slot === undefined) return after.length === 0 ? [] : undefined;
  for (const value of slotValues(phrase, slot)) {
    const words = plainWords(value);
    if (!words.every((word, index) => after[index] === word)) continue;
    const more = valuesSaid(after.slice(words.length), phrase, rest);
    if (more !== undefined) return [value, ...more];
  }
  return undefined;
}

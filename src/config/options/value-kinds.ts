import { nearest } from '../../shared/suggest.js';
import { parseHeader } from './header-line.js';
import { badOption } from './problems.js';

/** How the text behind a flag, or in an environment variable, becomes a value. */
export interface ValueKind<Value> {
  /** For help; absent where there is no list. */
  readonly choices?: readonly string[];
  /** The flag may be repeated. */
  readonly repeats?: true;
  /** How a file writes it, other than as text; a path is relative to the file. */
  readonly form?: 'switch' | 'number' | 'path' | 'optional';
  /**
   * @param given one text for each time the flag was given; none for a flag without a value
   * @param where names the option in an error: `flag --auth`
   * @throws VoiceliveError exit code 2
   */
  parse(given: readonly string[], where: string): Value;
}

/** A flag without a value that switches something on; elsewhere true or false may follow. */
export const switchOn: ValueKind<boolean> = { form: 'switch', parse: isSwitched };

/** A `--no-…` flag. */
export const switchOff: ValueKind<boolean> = {
  form: 'switch',
  parse: (given, where) => !isSwitched(given, where),
};

/** Any text that is not blank. */
export const text = textThat(notBlank);

/** The path of a file of the user. */
export const path: ValueKind<string> = { ...text, form: 'path' };

/** A text for which `check` returns the value. */
export function textThat(check: (given: string, where: string) => string): ValueKind<string> {
  return { parse: ([given = ''], where) => check(given, where) };
}

/** A text of which the flag may stand alone: then `bare` is its value. */
export function textOr(bare: string): ValueKind<string> {
  return { form: 'optional', parse: ([given = bare], where) => notBlank(given, where) };
}

/** A text of a certain form; `expected` completes "expected …". */
export function textLike(pattern: RegExp, expected: string): ValueKind<string> {
  return textThat((given, where) => matching(given, where, pattern, expected));
}

/** Texts of a certain form. */
export function listOf(pattern: RegExp, expected: string): ValueKind<readonly string[]> {
  return {
    repeats: true,
    parse: (given, where) => given.map((each) => matching(each, where, pattern, expected)),
  };
}

/** Headers of HTTP. */
export const headerLines: ValueKind<readonly string[]> = {
  repeats: true,
  parse: (given, where) => {
    for (const line of given) parseHeader(line, where);
    return given;
  },
};

/** A decimal number; `expected` completes "expected …". */
export function numberFrom(minimum: number, expected: string): ValueKind<number> {
  return {
    form: 'number',
    parse([given = ''], where) {
      const value = /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(given.trim()) ? Number(given) : Number.NaN;
      if (Number.isFinite(value) && value >= minimum) return value;
      throw badOption({ code: 'option-number', where, found: given, expected });
    },
  };
}

/** A whole number from 0 in digits; `expected` completes "expected …". */
export function wholeNumber(expected: string): ValueKind<number> {
  return {
    form: 'number',
    parse([given = ''], where) {
      const value = /^\d{1,6}$/.test(given.trim()) ? Number(given) : undefined;
      if (value !== undefined) return value;
      throw badOption({ code: 'option-number', where, found: given, expected });
    },
  };
}

export function oneOf<const Choice extends string>(
  ...choices: readonly Choice[]
): ValueKind<Choice> {
  return {
    choices,
    parse([given = ''], where) {
      const choice = choices.find((each) => each === given);
      if (choice !== undefined) return choice;
      throw badOption({
        code: 'option-choice',
        where,
        found: given,
        expected: `one of ${choices.join(', ')}`,
        suggestion: nearest(given, choices),
      });
    },
  };
}

const switchWords: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['0', false],
  ['no', false],
  ['off', false],
]);

function isSwitched([given]: readonly string[], where: string): boolean {
  const word = given === undefined ? true : switchWords.get(given.trim().toLowerCase());
  if (word !== undefined) return word;
  throw badOption({
    code: 'option-switch',
    where,
    found: given ?? '',
    expected: 'true or false (or 1, 0, yes, no, on, off)',
  });
}

function notBlank(given: string, where: string, expected = 'a value'): string {
  if (given.trim() !== '') return given;
  throw badOption({ code: 'option-empty', where, found: given, expected });
}

function matching(given: string, where: string, pattern: RegExp, expected: string): string {
  if (pattern.test(notBlank(given, where, expected))) return given;
  throw badOption({ code: 'option-form', where, found: given, expected });
}

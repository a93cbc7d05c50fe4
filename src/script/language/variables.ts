import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { closest, nearest } from '../../shared/suggest.js';
import {
  either,
  boolean,
  called,
  map,
  number,
  string,
  withRule,
} from '../../validation/build-shape.js';
import { quote } from '../../validation/describe-value.js';
import { problemAt, wrongValueAt, type PathStep, type Problem } from '../../validation/problem.js';

const maxQuoted = 60;
/** Characters of all texts of a file with their variables filled in. */
const maxFilledLength = 10_000_000;
const name = /^[A-Za-z_][\w-]*$/;
const reference = /\$(\$?)\{([^}]*)\}/g;

export type Scalar = string | number | boolean;
export type Variables = ReadonlyMap<string, Scalar>;
type Environment = Readonly<Record<string, string | undefined>>;

/** `vars` of a script. */
export const variablesShape = called(
  withRule(map(either(string, number, boolean)), namesAreValid),
  'an object of names and values',
);

function namesAreValid(value: unknown): readonly Problem[] {
  if (!isJsonObject(value)) return [];
  return Object.keys(value)
    .filter((key) => !name.test(key))
    .map((key) => wrongValueAt([key], key, 'a name of letters, digits, _ and -'));
}

/** A value with its variables filled in, and what is wrong with them. */
export interface Filled {
  readonly value: JsonObject;
  readonly problems: readonly Problem[];
}

/**
 * Fills in `${name}` and `${env:NAME}` in every text of a value; `$${` stands for `${`. A text that is nothing but a
 * variable becomes its value, a number for example.
 */
export function fillVariables(value: JsonObject, variables: Variables, env: Environment): Filled {
  const filler = new Filler(variables, env);
  return { value: filler.fillObject(value, []), problems: filler.problems };
}

class Filler {
  readonly problems: Problem[] = [];
  readonly #variables: Variables;
  readonly #env: Environment;
  #length = 0;

  constructor(variables: Variables, env: Environment) {
    this.#variables = variables;
    this.#env = env;
  }

  #fill(value: JsonValue, steps: readonly PathStep[]): JsonValue {
    if (typeof value === 'string') return this.#fillText(value, steps);
    if (isJsonArray(value)) return value.map((each, index) => this.#fill(each, [...steps, index]));
    return isJsonObject(value) ? this.fillObject(value, steps) : value;
  }

  fillObject(value: JsonObject, steps: readonly PathStep[]): JsonObject {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, this.#fill(each, [...steps, key])]),
    );
  }

  #fillText(text: string, steps: readonly PathStep[]): JsonValue {
    if (!text.includes('${')) return text;
    const [, escaped, whole] = /^\$(\$?)\{([^}]*)\}$/.exec(text) ?? [];
    if (whole !== undefined && escaped === '') return this.#valueOf(whole, steps) ?? text;
    const filled = text.replace(reference, (all, dollar: string, named: string) => {
      if (dollar !== '') return all.slice(1);
      const value = String(this.#valueOf(named, steps) ?? all);
      this.#length += value.length;
      return this.#length > maxFilledLength ? '' : value;
    });
    if (this.#length > maxFilledLength && this.problems.length === 0) {
      const found = `more than ${maxFilledLength} characters`;
      this.problems.push(problemAt(steps, { found, expected: 'less text with variables' }));
    }
    return filled;
  }

  #valueOf(named: string, steps: readonly PathStep[]): Scalar | undefined {
    const inEnvironment = named.startsWith('env:');
    const key = inEnvironment ? named.slice('env:'.length) : named;
    const value = inEnvironment ? this.#env[key] : this.#variables.get(key);
    if (value !== undefined) return value;
    const known = inEnvironment ? Object.keys(this.#env) : [...this.#variables.keys()];
    const meant = nearest(key, known);
    this.problems.push(
      problemAt(steps, {
        found: quote(`\${${named}}`, maxQuoted),
        expected: inEnvironment
          ? 'an environment variable that is set'
          : expectedVariable(key, known),
        suggestion: meant === undefined ? undefined : `\${${inEnvironment ? 'env:' : ''}${meant}}`,
      }),
    );
    return undefined;
  }
}

function expectedVariable(key: string, known: readonly string[]): string {
  if (known.length === 0) return 'a variable of "vars" or --var';
  return `a variable of "vars" or --var (there are ${closest(key, known, 3).join(', ')})`;
}

/** The variables of a file: its own defaults below those that are given, which take the type of their default. */
export function variablesOf(
  defaults: Readonly<Record<string, Scalar>>,
  given: Variables,
): Variables {
  const merged = new Map<string, Scalar>(Object.entries(defaults));
  for (const [key, value] of given) merged.set(key, typedLike(value, merged.get(key)));
  return merged;
}

/** `--var` gives texts only. */
function typedLike(value: Scalar, like: Scalar | undefined): Scalar {
  if (typeof value !== 'string') return value;
  if (typeof like === 'boolean') return value === 'true' || (value !== 'false' && value);
  if (typeof like !== 'number' || value.trim() === '') return value;
  return Number.isFinite(Number(value)) ? Number(value) : value;
}

import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { parseDocument, type UserDocument } from '../../documents/document.js';
import { isJsonObject } from '../../shared/json.js';
import { VoiceliveError } from '../../shared/errors.js';
import { nearest } from '../../shared/suggest.js';
import { object, optional, type Infer, type Typed } from '../../validation/build-shape.js';
import { quote } from '../../validation/describe-value.js';
import { problemAt, type PathStep, type Problem } from '../../validation/problem.js';
import { fits, problemsOf } from '../../validation/validate.js';
import type { Place } from '../model/script.js';
import { scriptTable } from './script-shape.js';
import { fillVariables, variablesOf, variablesShape, type Variables } from './variables.js';

const maxQuoted = 60;
const withDefaults = object({ vars: optional(variablesShape) });

type Environment = Readonly<Record<string, string | undefined>>;

/** What a file of a script is read with. */
export interface Given {
  /** Above the file's own `vars`: those of the file that includes it. */
  readonly variables: Variables;
  /** Of `--var`: above all others. */
  readonly overrides: Variables;
  readonly env: Environment;
  /** Collects every file that is read or named. */
  readonly files: Set<string>;
}

/** One YAML file of a script, its variables filled in, and what is wrong in it. */
export class Source {
  readonly path: string;
  readonly folder: string;
  readonly value: unknown;
  readonly variables: Variables;
  readonly given: Given;
  readonly #document: UserDocument;
  readonly #problems: Problem[] = [];
  /** Lines about other files. */
  readonly #lines: string[] = [];

  /** @throws VoiceliveError exit code 2 when the text is not YAML */
  constructor(text: string, path: string, given: Given) {
    this.path = path;
    this.folder = dirname(resolve(path));
    this.given = given;
    given.files.add(path);
    this.#document = parseDocument(text, path);
    const { vars, ...rest } = isJsonObject(this.#document.value) ? this.#document.value : {};
    const defaults = fillVariables(vars === undefined ? {} : { vars }, new Map(), given.env);
    const fitting = fits(withDefaults, defaults.value, 'strict') ? defaults.value.vars : {};
    const above = new Map([...given.variables, ...given.overrides]);
    this.variables = variablesOf(fitting ?? {}, above);
    const filled = fillVariables(rest, this.variables, given.env);
    this.value = isJsonObject(this.#document.value)
      ? { ...filled.value, ...defaults.value }
      : this.#document.value;
    // A default that is overridden may refer to what is not there.
    const needed = defaults.problems.filter(({ steps: [, name] }) => !above.has(String(name)));
    this.#problems.push(...needed, ...filled.problems);
  }

  /** Reports everything that does not fit; what an unknown variable leaves behind is not reported twice. */
  check(shape: Typed<unknown>): void {
    const unknown = new Set(this.#problems.map(({ path }) => path));
    const found = problemsOf(shape, this.value, 'strict', scriptTable);
    this.#problems.push(...found.filter(({ path }) => !unknown.has(path)));
  }

  /** The value of a key at the top, if it is there and fits. */
  part<Of extends Typed<unknown>>(key: string, shape: Of): Infer<Of> | undefined {
    const value = isJsonObject(this.value) ? this.value[key] : undefined;
    return fits(shape, value, 'strict', scriptTable) ? value : undefined;
  }

  report(problem: Problem): void {
    this.#problems.push(problem);
  }

  /** Reports the problems of a part of the file. */
  reportAll(problems: readonly Problem[], at: readonly PathStep[]): void {
    for (const problem of problems) this.report(problemAt([...at, ...problem.steps], problem));
  }

  /** Adds a sentence about a part of the file. */
  say(steps: readonly PathStep[], sentence: string): void {
    const { line, column } = this.placeOf(steps);
    this.#lines.push(`${this.path}:${line}:${column}: ${sentence}`);
  }

  /** Adds lines about another file. */
  addLines(lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  /** Adds what reading another file threw, which a part of this one names; a list of problems names its own places. */
  addThrown(steps: readonly PathStep[], thrown: unknown): void {
    if (!(thrown instanceof VoiceliveError)) throw thrown;
    if (thrown.code === 'file-unreadable') this.say(steps, sentenceOf(thrown));
    else this.addLines(thrown.message.split('\n'));
  }

  placeOf(steps: readonly PathStep[]): Place {
    return { file: this.path, ...this.#document.placeOf(steps) };
  }

  /** The path of a file that this one names, as people read it. */
  pathOf(named: string): string {
    const path = isAbsolute(named) ? named : join(dirname(this.path), named);
    this.given.files.add(path);
    return path;
  }

  /** The absolute path of a file that this one names, which has to be there. */
  file(named: string, steps: readonly PathStep[]): string {
    const path = resolve(this.folder, named);
    this.given.files.add(path);
    if (!existsSync(path)) {
      const found = `${quote(named, maxQuoted)}, which does not exist`;
      this.report(problemAt(steps, { found, expected: 'a file', suggestion: similar(path) }));
    }
    return path;
  }

  /** All problems, a line each: those of this file in its order, then those of others. */
  lines(): readonly string[] {
    return [...this.#document.describe(this.#problems), ...this.#lines];
  }
}

/** With its hint, on one line. */
export function sentenceOf({ message, hint = '' }: VoiceliveError): string {
  return `${message} ${hint}`.trimEnd();
}

function similar(path: string): string | undefined {
  try {
    return nearest(basename(path), readdirSync(dirname(path)));
  } catch {
    // The folder is not there either.
    return undefined;
  }
}

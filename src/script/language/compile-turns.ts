import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { readTextFile } from '../../documents/text-file.js';
import { isJsonArray, isJsonObject } from '../../shared/json.js';
import type { Infer } from '../../validation/build-shape.js';
import { problemAt, type PathStep } from '../../validation/problem.js';
import { fits } from '../../validation/validate.js';
import type { Step } from '../model/script.js';
import { isYamlScript } from '../script-kind.js';
import { textScript } from '../text-script.js';
import { stepOf, typedTurn } from './compile-step.js';
import { includedShape, scriptTable } from './script-shape.js';
import { Source } from './source.js';
import { maxSteps, turn } from './steps.js';

const maxIncludes = 200;

type GivenStep = Exclude<Infer<typeof turn>, string>;

/** Compiles the turns of a script and of the files that it includes. */
export class TurnCompiler {
  /** Files that are open, the script first: one that comes again would never end. */
  readonly #open: string[] = [];
  #includes = 0;

  /** The steps of all turns that have no problems; the source gets the problems. */
  compileFile(source: Source): readonly Step[] {
    this.#open.push(realPath(source.path));
    const turns = isJsonObject(source.value) ? source.value['turns'] : undefined;
    const steps = this.#turns(source, turns, ['turns']);
    this.#open.pop();
    return steps;
  }

  #turns(source: Source, turns: unknown, at: readonly PathStep[]): readonly Step[] {
    if (!isJsonArray(turns)) return [];
    const steps: Step[] = [];
    for (const [index, each] of turns.entries()) {
      const more = this.#turn(source, each, [...at, index]);
      if (steps.length + more.length > maxSteps) {
        const found = `more than ${maxSteps} steps`;
        source.report(problemAt([...at, index], { found, expected: `at most ${maxSteps}` }));
        return steps;
      }
      steps.push(...more);
    }
    return steps;
  }

  #turn(source: Source, given: unknown, at: readonly PathStep[]): readonly Step[] {
    // What does not fit was reported with the rest of the file.
    if (!fits(turn, given, 'strict', scriptTable)) return [];
    if (typeof given === 'string') return [typedTurn(source, given, at)];
    if ('repeat' in given) return this.#repeat(source, given, at);
    return 'include' in given ? this.#include(source, given, at) : [stepOf(source, given, at)];
  }

  #repeat(
    source: Source,
    { repeat, turns }: { readonly repeat: number; readonly turns: unknown },
    at: readonly PathStep[],
  ): readonly Step[] {
    const once = this.#turns(source, turns, [...at, 'turns']);
    const total = once.length * repeat;
    if (total <= maxSteps) return Array.from({ length: repeat }, () => once).flat();
    source.report(
      problemAt([...at, 'repeat'], {
        found: `${repeat}, which makes ${total} steps`,
        expected: `at most ${maxSteps} steps`,
      }),
    );
    return [];
  }

  #include(
    source: Source,
    { include, vars = {} }: Extract<GivenStep, { readonly include: string }>,
    at: readonly PathStep[],
  ): readonly Step[] {
    const steps = [...at, 'include'];
    this.#includes += 1;
    if (this.#includes > maxIncludes) {
      // The first one too many says it for all.
      if (this.#includes === maxIncludes + 1)
        source.report(
          problemAt(steps, { found: 'more', expected: `at most ${maxIncludes} includes` }),
        );
      return [];
    }
    const path = source.pathOf(include);
    if (this.#open.includes(realPath(path))) {
      const found = `"${include}", which includes itself`;
      source.report(problemAt(steps, { found, expected: 'a file that does not include this one' }));
      return [];
    }
    const variables = new Map([...source.variables, ...Object.entries(vars)]);
    try {
      const text = readTextFile(path, 'include');
      if (!isYamlScript(text, path)) return textScript(text, path).steps;
      const included = new Source(text, path, { ...source.given, variables });
      included.check(includedShape);
      const compiled = this.compileFile(included);
      source.addLines(included.lines());
      return compiled;
    } catch (thrown) {
      source.addThrown(steps, thrown);
      return [];
    }
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Reading it tells why.
    return resolve(path);
  }
}

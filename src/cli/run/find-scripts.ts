import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemList } from '../../config/options/problems.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';

/** What is taken of a folder. Names that begin with `_` are parts that scripts include. */
const inFolder = '**/*.{yaml,yml,txt}';
const neverTaken = ['**/node_modules/**', '**/_*', '**/_*/**'];

/**
 * The scripts that are named: files as they are, folders with everything in them, patterns; each once, in the order of
 * the command line, sorted within a folder or pattern. `-` stands for stdin.
 * @throws VoiceliveError exit code 2 with every name that stands for nothing
 */
export async function findScripts(names: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  const problems = new ProblemList();
  for (const name of names)
    await problems.try(async () => {
      for (const path of await scriptsOf(name)) found.add(path);
    });
  problems.throwAny();
  return [...found];
}

async function scriptsOf(name: string): Promise<readonly string[]> {
  const kind = kindOf(name);
  if (kind === 'file') return [name];
  const { glob, isDynamicPattern } = await import('tinyglobby');
  if (kind === 'folder') {
    const inside = await glob(inFolder, { cwd: name, ignore: neverTaken });
    if (inside.length === 0)
      throw nothing(`The folder ${name} has no scripts.`, 'Scripts are *.yaml, *.yml and *.txt.');
    return inside.sort().map((path) => join(name, path));
  }
  const matching = isDynamicPattern(name) ? await glob(name, { ignore: neverTaken }) : [];
  if (matching.length === 0)
    throw nothing(
      `No script is named ${name}.`,
      'Name a file, a folder, a pattern, or - for stdin.',
    );
  return matching.sort();
}

function kindOf(name: string): 'file' | 'folder' | 'nothing' {
  if (name === '-') return 'file';
  const found = statSync(name, { throwIfNoEntry: false });
  if (found === undefined) return 'nothing';
  return found.isDirectory() ? 'folder' : 'file';
}

function nothing(sentence: string, hint: string): VoiceliveError {
  return new VoiceliveError(sentence, {
    code: 'script-not-found',
    hint,
    exitCode: exitCodes.usage,
  });
}

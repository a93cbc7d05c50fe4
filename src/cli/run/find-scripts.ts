import { readFileSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { ProblemList } from '../../config/options/problems.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { nearest } from '../../shared/suggest.js';

/** What is taken of a folder. Names that begin with `_` are parts that scripts include. */
const inFolder = '**/*.{yaml,yml,txt}';
/** Other YAML files stand beside scripts: sessions, tools, workflows. */
const keysOfScripts = ['turns', 'caller', 'expect'];
const keyAtTop = /^["']?([A-Za-z_-]+)["']?\s*:/gm;
const neverTaken = ['**/node_modules/**', '**/_*', '**/_*/**'];

/**
 * The scripts that are named: files as they are, folders with every script in them, patterns; each once, in the order of
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

/** The folders in which a new file may be one of those that are named, subfolders included. */
export async function foldersOfScripts(names: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of names) {
    const kind = kindOf(name);
    if (kind === 'file') continue;
    const { glob, isDynamicPattern } = await import('tinyglobby');
    const isPattern = kind === 'nothing' && isDynamicPattern(name);
    const folder = isPattern ? unchangingPart(name, isDynamicPattern) : name;
    if (kindOf(folder) !== 'folder') continue;
    const below = await glob('**', { cwd: folder, ignore: neverTaken, onlyDirectories: true });
    found.push(folder, ...below.map((each) => join(folder, each)));
  }
  return [...new Set(found.map((each) => normalize(each).replace(/(.)\/$/, '$1')))];
}

/** `tests/a` of the pattern `tests/a/b*.yaml`. */
function unchangingPart(pattern: string, isDynamic: (part: string) => boolean): string {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => isDynamic(part));
  return parts.slice(0, first).join('/') || (pattern.startsWith('/') ? '/' : '.');
}

async function scriptsOf(name: string): Promise<readonly string[]> {
  const kind = kindOf(name);
  if (kind === 'file') return [name];
  const { glob, isDynamicPattern } = await import('tinyglobby');
  if (kind === 'folder') {
    const inside = await glob(inFolder, { cwd: name, ignore: neverTaken });
    const scripts: string[] = [];
    for (const path of inside.sort().map((each) => join(name, each)))
      if (looksLikeScript(path)) scripts.push(path);
    if (scripts.length === 0)
      throw nothing(
        `The folder ${name} has no scripts.`,
        'Scripts are *.txt, and *.yaml and *.yml with turns or a caller.',
      );
    return scripts;
  }
  const matching = isDynamicPattern(name) ? await glob(name, { ignore: neverTaken }) : [];
  if (matching.length === 0)
    throw nothing(
      `No script is named ${name}.`,
      'Name a file, a folder, a pattern, or - for stdin.',
    );
  return matching.sort();
}

/** By its keys, also when they are misspelt. A file that cannot be read is for whoever reads it to explain. */
function looksLikeScript(path: string): boolean {
  // Reading a pipe would wait for somebody to write.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false;
  if (path.endsWith('.txt')) return true;
  const text = textOf(path);
  if (text === undefined || /^\{/m.test(text)) return true;
  const keys = [...text.matchAll(keyAtTop)].map(([, key = '']) => key);
  return keys.some((key) => nearest(key, keysOfScripts) !== undefined);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
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

import { basename } from 'node:path';
import { readTextFile } from '../../documents/text-file.js';
import { optionTable } from '../options/option-table.js';
import { environmentName } from '../options/row.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { nearest } from '../../shared/suggest.js';

/** A variable of a `.env` file. */
export interface EnvEntry {
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const ours = /^(?:AZURE|VOICELIVE)_/;
const isOption = /^(?:AZURE_)?VOICELIVE_/;
const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*/;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** What decides who receives credentials is not for a folder to say, whoever wrote it. */
const redirecting = new Map(
  ['AZURE_AUTHORITY_HOST', 'AZURE_POD_IDENTITY_AUTHORITY_HOST'].map((name) => [
    name,
    'decides who receives credentials',
  ]),
);

const syntax = {
  code: 'env-file-syntax',
  hint: 'Close the quotation mark, or write the value without one.',
};
const misspelling = {
  code: 'env-file-unknown',
  hint: 'voicelive config show lists the options; VOICELIVE_ and the flag in capitals sets one.',
};
const refusal = {
  code: 'env-file-refused',
  hint: "A folder may be somebody else's: set it in the environment or in the configuration file.",
};

/**
 * The variables AZURE_… and VOICELIVE_… of a `.env` file that the environment does not have.
 * @throws VoiceliveError exit code 2 with every line that cannot be used; values are never in it
 */
export function readEnvFile(path: string, env: Environment): ReadonlyMap<string, EnvEntry> {
  const { entries, problems } = parseEnvFile(readTextFile(path, 'file'));
  const found = new Map([...entries].filter(([name]) => ours.test(name) && !env[name]));
  const refused = refusals();
  const misspelt = misspellings(found);
  const lines = [
    ...problems,
    ...[...found].flatMap(([name, { line }]) => {
      const reason = refused.get(name);
      return reason === undefined
        ? []
        : [{ line, sentence: `${name} cannot be set here: it ${reason}` }];
    }),
    ...misspelt,
  ].map(({ line, sentence }) => `${basename(path)}:${String(line)}: ${sentence}`);
  if (lines.length === 0) return found;
  const { code, hint } =
    problems.length > 0 ? syntax : misspelt.length === lines.length ? misspelling : refusal;
  throw new VoiceliveError(lines.join('\n'), { code, hint, exitCode: exitCodes.usage });
}

/** Variables that nearly have the name of an option: others may belong to another version or program. */
function misspellings(
  found: ReadonlyMap<string, EnvEntry>,
): readonly { readonly line: number; readonly sentence: string }[] {
  const known = new Map(optionTable.map((row) => [wordOf(environmentName(row)), row]));
  return [...found].flatMap(([name, { line }]) => {
    const meant = known.get(nearest(wordOf(name), known.keys()) ?? '');
    if (!isOption.test(name) || meant === undefined) return [];
    const right = environmentName(meant);
    return right === name
      ? []
      : [{ line, sentence: `${name} is no option. Did you mean ${right}?` }];
  });
}

/** The prefixes are alike in all of them. */
function wordOf(name: string): string {
  return name.replace(isOption, '');
}

function refusals(): ReadonlyMap<string, string> {
  const rows = optionTable.flatMap((row) =>
    row.notInEnvFile === undefined ? [] : [[environmentName(row), row.notInEnvFile] as const],
  );
  return new Map([...redirecting, ...rows]);
}

interface ParsedEnvFile {
  readonly entries: ReadonlyMap<string, EnvEntry>;
  readonly problems: readonly { readonly line: number; readonly sentence: string }[];
}

/**
 * Reads the lines `NAME=value` of a `.env` file: `export` before it, a value in single or double quotes or backquotes that
 * may span lines, `\n` in double quotes, comments after `#`, any line ends. Other lines are left to other programs.
 */
export function parseEnvFile(text: string): ParsedEnvFile {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const entries = new Map<string, EnvEntry>();
  const problems: { line: number; sentence: string }[] = [];
  let at = 0;
  let line = 1;
  while (at < source.length) {
    const end = endOfLine(source, at);
    const [prefix, name] = assignment.exec(source.slice(at, end)) ?? [];
    let next = end;
    if (prefix !== undefined && name !== undefined) {
      const quoted = quotedValue(source, at + prefix.length);
      const isOpen = quoted === undefined && /["'`]/.test(source.charAt(at + prefix.length));
      if (isOpen && ours.test(name))
        problems.push({
          line,
          sentence: `${name} begins with a quotation mark that is not closed`,
        });
      else if (!isOpen)
        entries.set(name, {
          line,
          value: quoted?.value ?? bareValue(source.slice(at + prefix.length, end)),
        });
      if (quoted !== undefined) next = endOfLine(source, quoted.end);
    }
    line += source.slice(at, next).split('\n').length;
    at = next + 1;
  }
  return { entries, problems };
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}

function quotedValue(
  source: string,
  from: number,
): { readonly value: string; readonly end: number } | undefined {
  const pattern = /(?:"((?:\\[^]|[^"\\])*)"|'([^']*)'|`([^`]*)`)/y;
  pattern.lastIndex = from;
  const [whole, double, single, back] = pattern.exec(source) ?? [];
  if (whole === undefined) return undefined;
  const unescaped = double?.replace(
    /\\([^])/g,
    (_all, letter: string) => escapes[letter] ?? letter,
  );
  return { value: unescaped ?? single ?? back ?? '', end: from + whole.length };
}

function bareValue(rest: string): string {
  return rest.replace(/(?:^|\s)#.*$/, '').trim();
}

import type { VoiceliveError } from '../../shared/errors.js';
import { nearest } from '../../shared/suggest.js';
import { conflictsOf } from './conflicts.js';
import {
  areOptionValues,
  optionTable,
  type OptionName,
  type OptionValues,
} from './option-table.js';
import { badOption, ProblemList } from './problems.js';
import { longFlag, type OptionRow, type OptionValue } from './row.js';

export interface OptionLayers {
  /**
   * Values of the flags on the command line, by the options' names: text, a boolean for a flag without a value, a list
   * of texts for a repeated one. Defaults of the parser must not be in here.
   */
  readonly flags: Readonly<Record<string, unknown>>;
  /** `process.env`; an empty variable counts as not set. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values of a script, by flag names without their dashes; below the flags, above the environment. */
  readonly script?: Readonly<Record<string, OptionValue>>;
}

export interface ResolvedOptions {
  readonly values: OptionValues;
  /** Where each value came from: `flag --mic`, `environment AZURE_VOICELIVE_MODEL`, `default`. */
  readonly sources: ReadonlyMap<OptionName, string>;
}

/**
 * The effective options: flag over environment over default.
 * @throws VoiceliveError exit code 2 with every value that its option cannot take and every conflict
 */
export function resolveOptions(layers: OptionLayers): ResolvedOptions {
  const values: Partial<Record<OptionName, OptionValue>> = {};
  const sources = new Map<OptionName, string>();
  const problems = new ProblemList();
  for (const row of optionTable) {
    const given = fromFlag(row, layers) ?? fromScript(row, layers) ?? fromEnvironment(row, layers);
    sources.set(row.name, given?.source ?? 'default');
    try {
      const value = given === undefined ? row.default : row.value.parse(given.texts, given.source);
      if (value !== undefined) values[row.name] = value;
    } catch (thrown) {
      problems.addThrown(thrown);
    }
  }
  for (const problem of unknownInScript(layers)) problems.add(problem);
  for (const conflict of conflictsOf(values, sources)) problems.add(conflict);
  problems.throwAny();
  if (!areOptionValues(values)) throw new Error('an option with a default has no value');
  return { values, sources };
}

interface Given {
  readonly texts: readonly string[];
  readonly source: string;
}

function fromFlag(row: OptionRow, { flags }: OptionLayers): Given | undefined {
  const given = flags[row.name];
  if (given === undefined) return undefined;
  const texts = typeof given === 'boolean' ? [] : [given].flat().map(String);
  return { texts, source: `flag ${longFlag(row)}` };
}

function fromScript(row: OptionRow, { script }: OptionLayers): Given | undefined {
  const given = script?.[scriptName(row)];
  // As a flag that is not given: an option without a value can only be switched.
  if (given === undefined || given === false) return undefined;
  const texts = given === true ? [] : [given].flat().map(String);
  return { texts, source: `script option ${scriptName(row)}` };
}

function scriptName(row: OptionRow): string {
  return longFlag(row).slice(2);
}

function unknownInScript({ script = {} }: OptionLayers): readonly VoiceliveError[] {
  const known = optionTable.map(scriptName);
  return Object.keys(script)
    .filter((name) => !known.includes(name))
    .map((name) =>
      badOption({
        code: 'script-option',
        where: 'script options',
        found: name,
        expected: 'the name of an option of talk, without its dashes',
        suggestion: nearest(name, known),
      }),
    );
}

function fromEnvironment({ env: name }: OptionRow, { env }: OptionLayers): Given | undefined {
  const given = name === undefined ? undefined : env[name];
  if (name === undefined || given === undefined || given === '') return undefined;
  return { texts: [given], source: `environment ${name}` };
}

import { nearest } from '../../shared/suggest.js';
import { badOption } from './bad-option.js';
import type { OptionRow, OptionValue, TextForm } from './option-types.js';
import { longFlag } from './option-types.js';
import type { OptionName, OptionValues } from './option-table.js';
import { areOptionValues, optionTable } from './option-table.js';

export interface OptionLayers {
  /**
   * Values of the flags that stand on the command line, by the options' names: text, true for a flag without a value,
   * false for a `--no-…` flag, a list of texts for a repeated one. Defaults of the parser must not be in here.
   */
  readonly flags: Readonly<Record<string, unknown>>;
  /** `process.env`; an empty variable counts as not set. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ResolvedOptions {
  readonly values: OptionValues;
  /** Where each value came from: `flag --mic`, `environment AZURE_VOICELIVE_MODEL`, `default`. */
  readonly sources: ReadonlyMap<OptionName, string>;
}

interface Found {
  readonly value: OptionValue;
  readonly source: string;
}

/**
 * The effective options: flag over environment over default.
 * @throws VoiceliveError exit code 2 for a value that its option cannot take
 */
export function resolveOptions(layers: OptionLayers): ResolvedOptions {
  const values: Record<string, OptionValue> = {};
  const sources = new Map<OptionName, string>();
  for (const row of optionTable) {
    const found = fromFlag(row, layers) ?? fromEnvironment(row, layers) ?? fromDefault(row);
    sources.set(row.name, found?.source ?? 'default');
    if (found !== undefined) values[row.name] = found.value;
  }
  if (!areOptionValues(values)) throw new Error('the option table and its values do not agree');
  return { values, sources };
}

/** True when somebody gave the option, so that it goes over a session file. */
export function isGiven(resolved: ResolvedOptions, name: OptionName): boolean {
  return resolved.sources.get(name) !== 'default';
}

function fromFlag(row: OptionRow, layers: OptionLayers): Found | undefined {
  const given = layers.flags[row.name];
  if (given === undefined) return undefined;
  const source = `flag ${longFlag(row)}`;
  if (typeof given === 'boolean') {
    if (row.kind === 'boolean') return { value: given, source };
    if (row.kind === 'string' && row.bare !== undefined && given)
      return { value: row.bare, source };
    return undefined;
  }
  if (Array.isArray(given)) {
    return { value: given.map((element) => text(row, String(element), source)), source };
  }
  if (typeof given !== 'string') throw new TypeError(`the value of ${source} is not a text`);
  return { value: parse(row, given, source), source };
}

function fromEnvironment(row: OptionRow, layers: OptionLayers): Found | undefined {
  const given = row.env === undefined ? undefined : layers.env[row.env];
  if (row.env === undefined || given === undefined || given === '') return undefined;
  const source = `environment ${row.env}`;
  if (row.kind === 'boolean') return { value: !row.default, source };
  return { value: parse(row, given, source), source };
}

function fromDefault(row: OptionRow): Found | undefined {
  if (row.kind === 'list') return { value: [], source: 'default' };
  return row.default === undefined ? undefined : { value: row.default, source: 'default' };
}

function parse(row: OptionRow, given: string, where: string): OptionValue {
  switch (row.kind) {
    case 'string':
      return text(row, given, where);
    case 'list':
      return [text(row, given, where)];
    case 'number':
      return number(row, given, where);
    case 'choice':
      if (row.choices.includes(given)) return given;
      throw badOption({
        code: 'option-choice',
        where,
        found: given,
        expected: `one of ${row.choices.join(', ')}`,
        suggestion: nearest(given, row.choices),
      });
    case 'boolean':
      throw badOption({ code: 'option-form', where, found: given, expected: 'no value' });
  }
}

function text(row: OptionRow, given: string, where: string): string {
  const form: TextForm | undefined = 'form' in row ? row.form : undefined;
  if (given.trim() === '') {
    throw badOption({
      code: 'option-empty',
      where,
      found: given,
      expected: form?.expected ?? 'a value that is not empty',
    });
  }
  if (form !== undefined && !form.test.test(given)) {
    throw badOption({ code: 'option-form', where, found: given, expected: form.expected });
  }
  return given;
}

function number(row: OptionRow & { kind: 'number' }, given: string, where: string): number {
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(given.trim()) ? Number(given) : Number.NaN;
  if (!Number.isFinite(value) || (row.minimum !== undefined && value < row.minimum)) {
    throw badOption({ code: 'option-number', where, found: given, expected: row.expected });
  }
  return value;
}

import type { VoiceliveError } from '../../shared/errors.js';
import { isEmulated } from './connection.js';
import { optionTable, type OptionName } from './option-table.js';
import { conflict } from './problems.js';
import {
  longFlag,
  type Exclusion,
  type OptionRow,
  type OptionValue,
  type Requirement,
} from './row.js';

type Values = Readonly<Partial<Record<OptionName, OptionValue>>>;
type Sources = ReadonlyMap<OptionName, string>;

/** The options as they were given. */
interface Given {
  readonly values: Values;
  readonly sources: Sources;
}

/** What is wrong when an option is given in a session that lacks what the option requires. */
const requirements: Readonly<
  Record<Requirement, (flag: string, given: Given) => VoiceliveError | undefined>
> = {
  sound: (flag, { values }) =>
    values.text === true
      ? conflict(`--text cannot be combined with ${flag}.`, 'A text session has no audio.')
      : undefined,
  emulator: (flag, { values, sources }) =>
    isEmulated(values)
      ? undefined
      : conflict(
          `${flag} is for the emulator, but an endpoint is configured (${sources.get('endpoint') ?? ''}).`,
          'Add --emulator.',
        ),
  entra: (flag, { values }) =>
    !isEmulated(values) && values.auth === 'key'
      ? conflict(`${flag} needs --auth entra.`, 'Agents do not accept API keys.')
      : undefined,
};

/** Options that cannot go together. What only the environment says gives way to a flag. */
export function conflictsOf(values: Values, sources: Sources): readonly VoiceliveError[] {
  const given = { values, sources };
  return optionTable
    .filter((row) => isFlag(sources.get(row.name)))
    .flatMap((row) => [
      row.requires && requirements[row.requires](longFlag(row), given),
      ...(row.needs ?? []).map((name) => missing(row, name, given)),
      ...(row.excludes ?? []).map((exclusion) => excluded(row, exclusion, given)),
    ])
    .filter((problem) => problem !== undefined);
}

function isFlag(source: string | undefined): boolean {
  return source?.startsWith('flag ') === true;
}

function missing(row: OptionRow, name: OptionName, { sources }: Given): VoiceliveError | undefined {
  if (sources.get(name) !== 'default') return undefined;
  const other = flagOf(name);
  return conflict(`${longFlag(row)} needs ${other}.`, `Add ${other}.`);
}

function excluded(
  row: OptionRow,
  { option, is, isNot, reason = 'Leave one of them out.' }: Exclusion<OptionName>,
  { values, sources }: Given,
): VoiceliveError | undefined {
  const value = values[option];
  if (!isFlag(sources.get(option)) || value === undefined || value === isNot) return undefined;
  if (is !== undefined && value !== is) return undefined;
  const isForOneValue = is !== undefined || isNot !== undefined;
  const other = flagOf(option) + (isForOneValue ? ` ${String(value)}` : '');
  return conflict(`${longFlag(row)} cannot be combined with ${other}.`, reason);
}

function flagOf(name: OptionName): string {
  const row = optionTable.find((each) => each.name === name);
  return row === undefined ? name : longFlag(row);
}

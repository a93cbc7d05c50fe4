import type { VoiceliveError } from '../../shared/errors.js';
import { isEmulated } from './connection.js';
import { authMethod } from './credentials.js';
import { rankOf, type Given } from './layers.js';
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
type Sources = ReadonlyMap<OptionName, Given>;

/** The options as they were given. */
interface Options {
  readonly values: Values;
  readonly sources: Sources;
}

/** What is wrong when an option is given in a session that lacks what the option requires. */
const requirements: Readonly<
  Record<Requirement, (flag: string, given: Options) => VoiceliveError | undefined>
> = {
  sound: (flag, { values, sources }) => {
    if (values.text !== true) return undefined;
    const text = sources.get('text');
    return isFlag(text)
      ? conflict(`--text cannot be combined with ${flag}.`, 'A text session has no audio.')
      : conflict(
          `${flag} is for audio, but ${text?.source ?? ''} asks for text.`,
          'Add --no-text.',
        );
  },
  emulator: (flag, { values, sources }) =>
    isEmulated(values)
      ? undefined
      : conflict(
          `${flag} is for the emulator, but an endpoint is configured (${sources.get('endpoint')?.source ?? ''}).`,
          'Add --emulator.',
        ),
  entra: (flag, { values }) =>
    !isEmulated(values) && authMethod(values) === 'key'
      ? conflict(`${flag} needs --auth entra.`, 'Agents do not accept API keys.')
      : undefined,
};

/** Options that cannot go together, of which one at least is a flag. */
export function conflictsOf(values: Values, sources: Sources): readonly VoiceliveError[] {
  const given = { values, sources };
  return optionTable
    .filter((row) => isFlag(sources.get(row.name)) && isActive(row, values))
    .flatMap((row) => [
      row.requires && requirements[row.requires](longFlag(row), given),
      ...(row.needs ?? []).map((name) => missing(row, name, given)),
      ...(row.excludes ?? []).map((exclusion) => excluded(row, exclusion, given)),
    ])
    .filter((problem) => problem !== undefined);
}

/**
 * The options that count as not given: of two that exclude each other the one of the lower layer, and what is for the
 * emulator in a session with the service, unless it is a flag.
 */
export function givingWay(values: Values, sources: Sources): readonly OptionRow<OptionName>[] {
  const lower = optionTable.flatMap((row) =>
    isActive(row, values)
      ? (row.excludes ?? []).flatMap((exclusion) => lowerOf(row, exclusion, { values, sources }))
      : [],
  );
  const left = Object.fromEntries(
    Object.entries(values).filter(([name]) => !lower.some((each) => each === name)),
  );
  const isIdle = ({ requires }: OptionRow): boolean => requires === 'emulator' && !isEmulated(left);
  return optionTable.filter((row) => lower.includes(row.name) || isIdle(row));
}

function lowerOf(
  row: OptionRow<OptionName>,
  exclusion: Exclusion<OptionName>,
  { values, sources }: Options,
): readonly OptionName[] {
  const { option } = exclusion;
  const [own, other] = [sources.get(row.name), sources.get(option)];
  if (own === undefined || other === undefined || !holds(exclusion, values)) return [];
  const difference = rankOf(own.layer) - rankOf(other.layer);
  if (difference === 0) return [];
  return difference > 0 ? [row.name] : [option];
}

/** A switch that is set to what it is anyway excludes nothing. */
function isActive(row: OptionRow<OptionName>, values: Values): boolean {
  return typeof row.default !== 'boolean' || values[row.name] !== row.default;
}

function holds({ option, is, isNot }: Exclusion<OptionName>, values: Values): boolean {
  const value = values[option];
  return value !== undefined && value !== isNot && (is === undefined || value === is);
}

function isFlag(given: Given | undefined): boolean {
  return given?.layer === 'flag';
}

function missing(
  row: OptionRow,
  name: OptionName,
  { sources }: Options,
): VoiceliveError | undefined {
  if (sources.has(name)) return undefined;
  const other = flagOf(name);
  return conflict(`${longFlag(row)} needs ${other}.`, `Add ${other}.`);
}

function excluded(
  row: OptionRow,
  exclusion: Exclusion<OptionName>,
  { values, sources }: Options,
): VoiceliveError | undefined {
  const { option, is, isNot, reason = 'Leave one of them out.' } = exclusion;
  if (!isFlag(sources.get(option)) || !holds(exclusion, values)) return undefined;
  const isForOneValue = is !== undefined || isNot !== undefined;
  const other = flagOf(option) + (isForOneValue ? ` ${String(values[option])}` : '');
  return conflict(`${longFlag(row)} cannot be combined with ${other}.`, reason);
}

function flagOf(name: OptionName): string {
  const row = optionTable.find((each) => each.name === name);
  return row === undefined ? name : longFlag(row);
}

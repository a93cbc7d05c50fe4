import { optionTable } from '../config/options/option-table.js';
import { badOption } from '../config/options/problems.js';
import { longFlag, type OptionRow } from '../config/options/row.js';
import { closest, nearest } from '../shared/suggest.js';

/** Fields of the turn detection that a run changes. */
export type DetectionChange = Readonly<
  Partial<Record<'silence_duration_ms' | 'threshold' | 'prefix_padding_ms', number>>
>;

/** One combination of a matrix. */
export interface MatrixRun {
  /** As it was written: key and value. */
  readonly settings: Readonly<Record<string, string>>;
  /** Flags, as the command line would have them; undefined for one that is not given. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly detection: DetectionChange;
}

/** What one value of a key means. */
type Part = Pick<MatrixRun, 'flags' | 'detection'>;

/** Each runs as long as the recording. */
const maxRuns = 64;
const where = 'flag --matrix';

const detectionKeys: Readonly<Record<string, keyof DetectionChange>> = {
  silence: 'silence_duration_ms',
  threshold: 'threshold',
  prefix: 'prefix_padding_ms',
};

/** The flags of `run` that change the session: not those that say what is printed or written. */
const flagRows = optionTable.filter(
  ({ commands, usedBy, requires, name }) =>
    commands.includes('run') &&
    (usedBy === undefined || requires === 'sound') &&
    !['speaker', 'timeout', 'maxCost', 'prices'].includes(name),
);

/** Everything that can stand before the `=`. */
export const matrixKeys: readonly string[] = [
  ...flagRows.map(keyOf),
  ...Object.keys(detectionKeys),
];

/**
 * Reads `KEY=VALUE,VALUE …` into every combination of the values, the last key changing fastest. Values are not checked
 * here, but for those of turn detection: the option of the key does that.
 * @throws VoiceliveError exit code 2
 */
export function parseMatrix(given: readonly string[]): readonly MatrixRun[] {
  const seen = new Set<string>();
  let runs: readonly MatrixRun[] = [{ settings: {}, flags: {}, detection: {} }];
  for (const text of given) {
    const [, key = '', list = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    const values = splitList(list);
    if (key === '' || values.some((value) => value === ''))
      throw bad(text, 'KEY=VALUE,VALUE, such as silence=300,500');
    if (seen.has(key)) throw bad(text, 'each key once');
    seen.add(key);
    const parts = values.map((value) => ({ value, part: partOf(key, value) }));
    runs = runs.flatMap((run) =>
      parts.map(({ value, part }) => ({
        settings: { ...run.settings, [key]: value },
        flags: { ...run.flags, ...part.flags },
        detection: { ...run.detection, ...part.detection },
      })),
    );
    if (runs.length > maxRuns) throw bad(text, `at most ${String(maxRuns)} combinations`);
  }
  return runs;
}

/** A combination as a user writes it. */
export function labelOf({ settings }: MatrixRun): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

function partOf(key: string, value: string): Part {
  const field = Object.hasOwn(detectionKeys, key) ? detectionKeys[key] : undefined;
  if (field !== undefined)
    return { flags: {}, detection: { [field]: detectionValue(key, field, value) } };
  const row = flagRows.find((each) => keyOf(each) === key);
  if (row === undefined) throw unknownKey(key);
  return { flags: { [row.name]: flagValue(row, key, value) }, detection: {} };
}

function detectionValue(key: string, field: keyof DetectionChange, value: string): number {
  const isShare = field === 'threshold';
  const number = (isShare ? /^(?:0?\.\d+|[01](?:\.0+)?)$/ : /^\d{1,5}$/).test(value)
    ? Number(value)
    : Number.NaN;
  if (!Number.isNaN(number)) return number;
  throw bad(`${key}=${value}`, isShare ? 'a number from 0 to 1' : 'a whole number of milliseconds');
}

/** As commander gives it; a flag without a value is on or off. */
function flagValue(row: OptionRow, key: string, value: string): unknown {
  if (row.flag.includes(' ')) return row.value.repeats ? [value] : value;
  if (value !== 'on' && value !== 'off') throw bad(`${key}=${value}`, 'on or off');
  const given = longFlag(row).startsWith('--no-') ? 'off' : 'on';
  return value === given ? given === 'on' : undefined;
}

function keyOf(row: OptionRow): string {
  return longFlag(row).replace(/^--(?:no-)?/, '');
}

function unknownKey(key: string): Error {
  const likely = nearest(key, matrixKeys) ?? closest(key, matrixKeys, 1)[0];
  return badOption({
    code: 'matrix-key',
    where,
    found: key,
    expected: 'an option of run that changes the session, or silence, threshold or prefix',
    suggestion: likely,
  });
}

function bad(found: string, expected: string): Error {
  return badOption({ code: 'matrix', where, found, expected });
}

/** Splits at commas, but not within braces, brackets or quotes: a voice can be JSON. */
function splitList(list: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  let quoted = false;
  for (const letter of list) {
    if (letter === '"') quoted = !quoted;
    else if (!quoted && '{['.includes(letter)) depth += 1;
    else if (!quoted && '}]'.includes(letter)) depth -= 1;
    if (letter === ',' && depth === 0 && !quoted) parts.push('');
    else parts[parts.length - 1] = `${parts.at(-1) ?? ''}${letter}`;
  }
  return parts.map((part) => part.trim());
}

import { resolve } from 'node:path';
import { optionTable, type OptionName } from '../../config/options/option-table.js';
import { longFlag, type OptionRow, type OptionValue } from '../../config/options/row.js';
import { messageOf, VoiceliveError } from '../../shared/errors.js';
import {
  boolean,
  called,
  either,
  explained,
  list,
  number,
  oneOf,
  optional,
  string,
  yes,
} from '../../validation/build-shape.js';
import { fits } from '../../validation/validate.js';
import type { ObjectShape, Shape } from '../../validation/shape.js';

/** Options of `talk` that are about its screen and devices, or have a key of their own. */
const notForScripts: readonly OptionName[] = [
  'session',
  'mic',
  'speaker',
  'audioBackend',
  'lowLatency',
  'pttKey',
  'plain',
  'json',
  'theme',
  'color',
  'mouse',
];

/** Rows by the key in `options`: the long flag without its dashes. */
const rows: ReadonlyMap<string, OptionRow> = new Map(
  optionTable
    .filter(({ name }) => !notForScripts.some((other) => other === name))
    .map((row) => [longFlag(row).slice('--'.length), row]),
);

/** `options` of a script. */
export const optionsShape: ObjectShape = {
  kind: 'object',
  expected: 'an object of options',
  fields: Object.fromEntries(
    [...rows].map(([key, row]) => [key, explained(row.help, optional(valueShape(row)))]),
  ),
};

function valueShape({ flag, value }: OptionRow): Shape {
  if (!/[<[]/.test(flag)) return boolean;
  if (value.choices !== undefined) return oneOf(...value.choices);
  if (value.repeats) return called(either(string, list(string, 1)), 'text, or a list of texts');
  if (flag.includes('[')) return called(either(yes, string), 'true, or text');
  return called(either(string, number), 'text, or a number');
}

/** An option that its own row does not accept. */
export interface OptionProblem {
  readonly key: string;
  readonly sentence: string;
}

export interface ScriptOptions {
  readonly values: Readonly<Record<string, OptionValue>>;
  readonly problems: readonly OptionProblem[];
}

/** The options of a script that fit their shapes; files are found in its folder. */
export function scriptOptions(given: object, folder: string): ScriptOptions {
  const values: Record<string, OptionValue> = {};
  const problems: OptionProblem[] = [];
  for (const [key, value] of Object.entries<unknown>({ ...given })) {
    const row = rows.get(key);
    if (row === undefined || !isOptionValue(value)) continue;
    // What does not fit was reported with the rest of the file.
    if (!fits(valueShape(row), value, 'strict')) continue;
    try {
      if (typeof value !== 'boolean') row.value.parse([value].flat().map(String), `option ${key}`);
      // A switch that is off is the same as one that is not there, but "text: false" asks for audio.
      if (value !== false || key === 'text') values[key] = fromFolder(row, value, folder);
    } catch (thrown) {
      if (!(thrown instanceof VoiceliveError)) throw thrown;
      problems.push({ key, sentence: `${messageOf(thrown)} ${thrown.hint ?? ''}`.trimEnd() });
    }
  }
  return { values, problems };
}

function isOptionValue(value: unknown): value is OptionValue {
  return (
    ['string', 'number', 'boolean'].includes(typeof value) ||
    (Array.isArray(value) && value.every((each) => typeof each === 'string'))
  );
}

function fromFolder({ flag }: OptionRow, value: OptionValue, folder: string): OptionValue {
  if (typeof value !== 'string') return value;
  if (flag.endsWith('<file>')) return resolve(folder, value);
  return flag.endsWith('@file>') && value.startsWith('@')
    ? `@${resolve(folder, value.slice(1))}`
    : value;
}

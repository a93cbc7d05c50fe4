import { isJsonArray } from '../../shared/json.js';
import type { OptionRow, OptionValue } from './option-types.js';
import { localOptions } from './local-options.js';
import { sessionOptions } from './session-options.js';
import { whereOptions } from './where-options.js';

/**
 * Every option of the program; flags, environment names, help and docs are made from it. An option stands here only
 * when it works end to end. Source: the product contract, "Options of `talk`".
 */
export const optionTable = [
  ...whereOptions,
  ...sessionOptions,
  ...localOptions,
] as const satisfies readonly OptionRow[];

type Row = (typeof optionTable)[number];

export type OptionName = Row['name'];

type ValueOf<R> = R extends { kind: 'choice'; choices: readonly (infer Choice)[] }
  ? Choice
  : R extends { kind: 'boolean' }
    ? boolean
    : R extends { kind: 'number' }
      ? number
      : R extends { kind: 'list' }
        ? readonly string[]
        : string;

type Given = Extract<Row, { kind: 'boolean' | 'list' } | { default: unknown }>;

/** The effective value of every option; what has no default is absent when it was not given. */
export type OptionValues = { readonly [R in Given as R['name']]: ValueOf<R> } & {
  readonly [R in Exclude<Row, Given> as R['name']]?: ValueOf<R>;
};

/** True when every row of the table has a value of its kind: the step from looked-up values to typed ones. */
export function areOptionValues(
  values: Readonly<Record<string, OptionValue>>,
): values is Readonly<Record<string, OptionValue>> & OptionValues {
  const rows: readonly OptionRow[] = optionTable;
  return rows.every((row) => {
    const value = values[row.name];
    switch (row.kind) {
      case 'boolean':
        return typeof value === 'boolean';
      case 'list':
        return isJsonArray(value);
      case 'number':
        return typeof value === 'number' || (value === undefined && row.default === undefined);
      case 'string':
        return typeof value === 'string' || (value === undefined && row.default === undefined);
      case 'choice':
        return typeof value === 'string'
          ? row.choices.includes(value)
          : value === undefined && row.default === undefined;
    }
  });
}

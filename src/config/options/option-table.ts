import { connectionRows } from './connection.js';
import { outputRows } from './output.js';
import type { OptionRow, OptionValue } from './row.js';
import { sessionRows } from './session.js';
import { soundRows } from './sound.js';
import { toolRows } from './tools.js';
import { turnTakingRows } from './turn-taking.js';

const rows = [
  ...connectionRows,
  ...sessionRows,
  ...turnTakingRows,
  ...soundRows,
  ...outputRows,
  ...toolRows,
] as const;

type Row = (typeof rows)[number];

export type OptionName = Row['name'];

/**
 * Every option of the program: flags, environment names, help, docs, conflicts and effects come from its rows. Effects
 * apply in this order.
 */
export const optionTable: readonly OptionRow<
  OptionName,
  OptionValue,
  OptionValue | undefined,
  OptionName
>[] = rows;

/** The option that chooses the profile, which other options come from. */
export const [profileRow] = connectionRows;

type ValueOf<R extends Row> = ReturnType<R['value']['parse']>;
type DefaultOf<R extends Row> = Exclude<R['default'], undefined>;
type WithDefault<R extends Row> = R extends Row
  ? [DefaultOf<R>] extends [never]
    ? never
    : R
  : never;

/** The value of every option; absent when it has no default and was not given. */
export type OptionValues = {
  readonly [R in WithDefault<Row> as R['name']]: ValueOf<R>;
} & {
  readonly [R in Exclude<Row, WithDefault<Row>> as R['name']]?: ValueOf<R>;
};

/** The step from looked-up values to typed ones: true when every option with a default has a value. */
export function areOptionValues(
  values: Readonly<Partial<Record<OptionName, OptionValue>>>,
): values is OptionValues {
  return optionTable.every((row) => row.default === undefined || values[row.name] !== undefined);
}

/** Commands that take options of the table. */
export type CommandName = 'talk' | 'run';

type OptionGroup = 'where' | 'session' | 'turn taking' | 'sound' | 'output' | 'tools';

/** What a text must look like, and how to say so: "… expected <expected>". */
export interface TextForm {
  readonly test: RegExp;
  readonly expected: string;
}

interface RowBase {
  /** camelCase key: the long flag without its dashes and without `no-`, as commander names it. */
  readonly name: string;
  /** As commander writes it: `--mic <device>`, `--record [dir]`, `--no-color`. */
  readonly flag: string;
  readonly env?: string;
  readonly group: OptionGroup;
  /** One line, without a full stop. */
  readonly help: string;
  readonly commands: readonly CommandName[];
  /** What applies when nothing is given and there is no `default`; for people. */
  readonly otherwise?: string;
}

/**
 * One option of the program. Kinds: `string` (`bare`: the value of the flag without one), `boolean` (a `--no-…` flag
 * has the default true and is switched off by a non-empty environment variable), `number`, `list` (the flag may be
 * repeated), `choice`.
 */
export type OptionRow = RowBase &
  (
    | {
        readonly kind: 'string';
        readonly default?: string;
        readonly bare?: string;
        readonly form?: TextForm;
      }
    | { readonly kind: 'boolean'; readonly default: boolean }
    | {
        readonly kind: 'number';
        readonly default?: number;
        readonly minimum?: number;
        readonly expected: string;
      }
    | { readonly kind: 'list'; readonly form?: TextForm }
    | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly default?: string }
  );

export type OptionValue = string | number | boolean | readonly string[];

/** The long flag alone: `--mic` of `--mic <device>`. */
export function longFlag(row: Pick<OptionRow, 'flag'>): string {
  return row.flag.split(' ')[0] ?? row.flag;
}

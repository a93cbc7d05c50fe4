import { Option, type Command } from 'commander';
import { optionTable } from '../../config/options/option-table.js';
import { readOptionFiles } from '../option-files.js';
import { resolveOptions, type ResolvedOptions } from '../../config/options/resolve-options.js';
import {
  defaultText,
  longFlag,
  type OptionRow,
  type Subcommand,
} from '../../config/options/row.js';

const later = new WeakMap<Command, () => void>();

/**
 * Has options added when the command is parsed or explained: those of every other command would cost each start some
 * milliseconds.
 */
export function addOptionsLater(command: Command, add: () => void): Command {
  later.set(command, add);
  return command;
}

export function hasOptionsLater(command: Command): boolean {
  return later.has(command);
}

/** Adds the options that were left for later. */
export function completeOptions(command: Command): Command {
  later.get(command)?.();
  later.delete(command);
  return command;
}

/** Adds the rows of the option table that the command takes. */
export function addTableOptions(command: Command, name: Subcommand): void {
  for (const row of optionTable.filter((each) => each.commands.includes(name))) {
    const option = new Option(row.flag, describe(row)).helpGroup(
      `${row.group.charAt(0).toUpperCase()}${row.group.slice(1)}:`,
    );
    if (row.value.repeats) option.argParser(collect);
    command.addOption(option);
    if (row.value.form === 'switch') command.addOption(new Option(oppositeOf(row)).hideHelp());
  }
}

/** Takes back what a lower layer switched: `--no-text`, or `--color`. */
function oppositeOf(row: OptionRow): string {
  const flag = longFlag(row);
  return flag.startsWith('--no-') ? flag.replace('--no-', '--') : flag.replace('--', '--no-');
}

/** Reads an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** The options on the command line, without the parser's own defaults. */
export function givenFlags(command: Command): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = command.opts();
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => command.getOptionValueSource(name) === 'cli'),
  );
}

/** @throws VoiceliveError exit code 2 for options that cannot be used */
export async function resolved(command: Command, name: Subcommand): Promise<ResolvedOptions> {
  // Reads .env into the environment.
  const files = await readOptionFiles();
  return resolveOptions({ flags: givenFlags(command), env: process.env, files, command: name });
}

function describe(row: OptionRow): string {
  const { choices } = row.value;
  const fallback = defaultText(row);
  const extras = [
    ...(choices === undefined ? [] : [`one of ${choices.join(', ')}`]),
    ...(row.env === undefined ? [] : [`env: ${row.env}`]),
    ...(fallback === '' ? [] : [`default: ${fallback}`]),
  ];
  return extras.length === 0 ? row.help : `${row.help} (${extras.join('; ')})`;
}

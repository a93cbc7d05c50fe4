import { Help, type Command } from 'commander';
import { exitCodeTable } from '../../config/options/exit-code-table.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { nearest } from '../../shared/suggest.js';
import { examplesOf } from '../examples.js';
import type { Define } from './define.js';
import { completeOptions, hasOptionsLater } from './table-options.js';

export const defineHelp: Define = (program) => {
  program
    .command('help')
    .argument('[command]', 'command to explain')
    .description('show help for the program or a command')
    .action((name: string | undefined) => {
      completeOptions(commandNamed(program, name)).outputHelp();
    });
};

/** A command in the list of commands. */
export function commandTerm(command: Command): string {
  const term = new Help().subcommandTerm(command);
  const isListed = command.options.length > 0 || !hasOptionsLater(command);
  return isListed ? term : term.replace(command.name(), '$& [options]');
}

/** What follows the options of every command. */
export function helpEnd(command: string): string {
  const codes = exitCodeTable.map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`);
  const examples = examplesOf(command).map(({ line, about }) => `  ${line}\n      ${about}`);
  return ['', 'Exit codes:', ...codes, '', 'Examples:', ...examples, ''].join('\n');
}

/** @throws VoiceliveError exit code 2 for a command that does not exist */
function commandNamed(program: Command, name: string | undefined): Command {
  const found = program.commands.find((command) => command.name() === name);
  if (name === undefined || found !== undefined) return found ?? program;
  const names = program.commands.map((command) => command.name());
  const meant = nearest(name, names);
  throw new VoiceliveError(`Unknown command ${name}.`, {
    code: 'command-unknown',
    hint: meant === undefined ? `Commands: ${names.join(', ')}.` : `Did you mean ${meant}?`,
    exitCode: exitCodes.usage,
  });
}

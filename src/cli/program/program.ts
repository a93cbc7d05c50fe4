import { Command, CommanderError } from 'commander';
import { exitCodes } from '../../shared/errors.js';
import { knownSecrets } from '../terminal/report-cleanly.js';
import { stderr, stdout, helpColumns } from '../terminal/standard-streams.js';
import { programVersion } from '../version.js';
import { completeCommand, defineCompletion } from './completion.js';
import { defineConfig } from './config.js';
import type { Define } from './define.js';
import { defineDevices } from './devices.js';
import { defineDoctor } from './doctor.js';
import { defineExport } from './export.js';
import { commandTerm, defineHelp, helpEnd } from './help.js';
import { defineInit } from './init.js';
import { defineInspect } from './inspect.js';
import { defineMerge } from './merge.js';
import { defineRepair } from './repair.js';
import { defineReplay } from './replay.js';
import { defineRun } from './run.js';
import { defineServe } from './serve.js';
import { completeOptions } from './table-options.js';
import { defineTalk } from './talk.js';

/** In the order of `--help`. */
const definitions: readonly Define[] = [
  defineTalk,
  defineRun,
  defineMerge,
  defineInit,
  defineReplay,
  defineRepair,
  defineInspect,
  defineExport,
  defineServe,
  defineDevices,
  defineDoctor,
  defineConfig,
  defineCompletion,
  defineHelp,
];

/**
 * Reads the command line and runs the subcommand, whose code is loaded only then. Returns the exit code.
 */
export async function runProgram(argv: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.ok;
  let complaint = '';
  const program = new Command('voicelive')
    .description('Talk to Azure AI Voice Live, or to its built-in emulator, from a terminal.')
    .version(programVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        stdout.write(text);
      },
      // Help has no colours; both would load the stream of stdout also where it is no terminal.
      getOutHasColors: () => false,
      getOutHelpWidth: helpColumns,
      writeErr: (text) => {
        complaint += text;
      },
      outputError: (text, write) => {
        write(usageError(text));
      },
    })
    .configureHelp({ subcommandTerm: commandTerm })
    .hook('preSubcommand', (_, command) => {
      completeOptions(command);
    })
    .helpCommand(false)
    .addHelpText('after', () => helpEnd('voicelive'));
  for (const define of definitions)
    define(program, (code) => {
      exitCode = code;
    });
  const [, , first, ...words] = argv;
  if (first === completeCommand) {
    for (const command of program.commands) completeOptions(command);
    const { printCompletion } = await import('../completion/print-completion.js');
    await printCompletion(program, words);
    return exitCode;
  }
  for (const command of program.commands)
    command.addHelpText('after', () => helpEnd(command.name()));

  try {
    await program.parseAsync([...argv]);
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (complaint !== '') stderr.write((await knownSecrets()).hide(complaint));
    return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  return exitCode;
}

/** What the parser says, in the form of all errors: the problem as a sentence, then the fix. */
function usageError(text: string): string {
  const [, problem = '', fix] = /^error: (.*?)\n?(?:\((.*)\)\n)?$/s.exec(text) ?? [];
  if (problem === '') return text;
  const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}`.replace(
    /(?<![.?])$/,
    '.',
  );
  return `voicelive: ${sentence}\n${fix === undefined ? '' : `  ${fix}\n`}`;
}

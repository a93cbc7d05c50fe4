import { Argument } from 'commander';
import { shells } from '../completion/shells.js';
import { exitCodes } from '../../shared/errors.js';
import { stdout } from '../terminal/standard-streams.js';
import type { Define } from './define.js';

/** What the scripts of the shells call; not a command of users. */
export const completeCommand = '__complete';

export const defineCompletion: Define = (program, finish) => {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'where it is loaded').choices(shells))
    .description('print the script that completes commands, options and values in a shell')
    .action(async (name: string) => {
      const { shellScripts } = await import('../completion/shell-scripts.js');
      const shell = shells.find((each) => each === name);
      if (shell !== undefined) stdout.write(shellScripts[shell]);
      finish(exitCodes.ok);
    });
};

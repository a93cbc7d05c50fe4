import type { Command } from 'commander';
import type { Define } from './define.js';
import { addTableOptions, resolved } from './table-options.js';

export const defineTalk: Define = (program, finish) => {
  addTableOptions(program.command('talk'), 'talk')
    .description('have a live conversation: hands-free, push-to-talk or typed')
    .action(async (_options: unknown, command: Command) => {
      const { talk } = await import('../commands/talk.js');
      finish(await talk(await resolved(command, 'talk')));
    });
};

import type { Define } from './define.js';
import { addOptionsLater, addTableOptions, resolved } from './table-options.js';

export const defineTalk: Define = (program, finish) => {
  const command = program.command('talk');
  addOptionsLater(command, () => {
    addTableOptions(command, 'talk');
  })
    .description('have a live conversation: hands-free, push-to-talk or typed')
    .action(async () => {
      const { talk } = await import('../commands/talk.js');
      finish(await talk(await resolved(command, 'talk')));
    });
};

import type { InitOptions } from '../commands/init.js';
import type { Define } from './define.js';

export const defineInit: Define = (program, finish) => {
  program
    .command('init')
    .argument('[folder]', 'where to write it; made if it does not exist', '.')
    .description('write an example project: scripts, session, tools and a CI workflow')
    .option('--force', 'replace files that exist')
    .action(async (folder: string, options: InitOptions) => {
      const { init } = await import('../commands/init.js');
      finish(await init(folder, options));
    });
};

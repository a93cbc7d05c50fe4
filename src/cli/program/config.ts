import type { SchemaOptions } from '../commands/config.js';
import type { ShowOptions } from '../commands/config-show.js';
import type { Define } from './define.js';

export const defineConfig: Define = (program, finish) => {
  const config = program
    .command('config')
    .description('show the configuration and where it is from; print schemas of files');
  config
    .command('show')
    .description('print the value of every option and where it is from')
    .option('--profile <name>', 'use this profile of the configuration file')
    .option('--json', 'print JSON')
    .action(async (options: ShowOptions) => {
      const { configShow } = await import('../commands/config-show.js');
      finish(await configShow(options));
    });
  config
    .command('init')
    .description('write a configuration file to fill in; an existing one is left alone')
    .action(async () => {
      const { configInit } = await import('../commands/config-init.js');
      finish(configInit());
    });
  config
    .command('schema')
    .description('print the JSON Schema of a kind of file, for editors and checkers')
    .option('--session', 'the file of --session')
    .option('--script', 'a script of run')
    .option('--scenario', 'the file of --scenario')
    .option('--faults', 'the file of --faults')
    .option('--tools', 'the file of --tools')
    .option('--config', 'the configuration file')
    .action(async (options: SchemaOptions) => {
      const { configSchema } = await import('../commands/config.js');
      finish(configSchema(options));
    });
};

import type { SchemaOptions } from '../commands/config.js';
import type { Define } from './define.js';

export const defineConfig: Define = (program, finish) => {
  const config = program.command('config').description('print the schemas of configuration files');
  config
    .command('schema')
    .description('print the JSON Schema of a kind of file, for editors and checkers')
    .option('--session', 'the file of --session')
    .option('--script', 'a script of run')
    .option('--scenario', 'the file of --scenario')
    .option('--faults', 'the file of --faults')
    .option('--tools', 'the file of --tools')
    .action(async (options: SchemaOptions) => {
      const { configSchema } = await import('../commands/config.js');
      finish(configSchema(options));
    });
};

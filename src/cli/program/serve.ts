import { Option } from 'commander';
import type { ServeOptions } from '../commands/serve.js';
import type { Define } from './define.js';
import { portNumber, wholeNumber } from './values.js';

export const defineServe: Define = (program, finish) => {
  program
    .command('serve')
    .description('run the emulator alone, for any Voice Live client')
    .option('--port <number>', 'port on 127.0.0.1; 0 picks a free one', portNumber, 0)
    .option('--scenario <file>', 'use this YAML scenario in the emulator')
    .addOption(
      new Option('--latency <kind>', 'response times as recorded from the service, or none')
        .choices(['recorded', 'none'])
        .default('recorded'),
    )
    .option('--seed <number>', 'make ids, timing and faults repeatable', wholeNumber)
    .option('--faults <file>', 'fail as this YAML file says: drop, delay, refuse, close, …')
    .option('--json', 'print the URL and the token as one JSON line')
    .action(async (options: ServeOptions) => {
      const { serve } = await import('../commands/serve.js');
      finish(await serve(options));
    });
};

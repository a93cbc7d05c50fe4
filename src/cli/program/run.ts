import type { Command } from 'commander';
import type { RunOptions } from '../commands/run.js';
import type { Define } from './define.js';
import { addTableOptions, givenFlags } from './table-options.js';

export const defineRun: Define = (program, finish) => {
  const command = program
    .command('run')
    .argument('[script]', 'text file with one user message or /command per line; - for stdin')
    .option('--from <recording>', 'send what the user of this recording said and typed')
    .option(
      '--matrix <settings...>',
      'with --from: run every combination, such as turn-detection=server_vad,azure_semantic_vad silence=300,500',
    );
  addTableOptions(command, 'run')
    .description('run a scripted conversation in text, or the user of a recording again')
    .action(async (script: string | undefined, options: RunOptions, given: Command) => {
      const { run } = await import('../commands/run.js');
      finish(await run(script, options, givenFlags(given)));
    });
};

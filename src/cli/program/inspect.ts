import type { InspectOptions } from '../commands/inspect.js';
import type { Define } from './define.js';
import { collect } from './table-options.js';

export const defineInspect: Define = (program, finish) => {
  program
    .command('inspect')
    .argument('<recording...>', 'folders that --record made, or zip files of them')
    .description('report on recordings: turns, latency, interruptions, tokens, cost, sound')
    .option('--json', 'print the reports as one JSON line (docs/inspect.md has its schema)')
    .option('--html <file>', 'write a page to read and hear one recording in a browser')
    .option(
      '--audio <kind>',
      'audio in the page: none, wav, opus or opus-N for N kbit/s (default: opus up to 10 minutes)',
    )
    .option('--redact', 'without words: only when things happened and how long they took')
    .option('--baseline <recording>', 'compare with this recording')
    .option(
      '--fail-if <condition>',
      "exit with code 5 if it is true, such as 'latency.p90 > 800 ms' or 'errors > 0'; repeatable",
      collect,
    )
    .action(async (recordings: readonly string[], options: InspectOptions) => {
      const { inspect } = await import('../commands/inspect.js');
      finish(await inspect(recordings, options));
    });
};

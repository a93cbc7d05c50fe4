import type { MergeOptions } from '../commands/merge.js';
import type { Define } from './define.js';

export const defineMerge: Define = (program, finish) => {
  program
    .command('merge')
    .argument('<results...>', 'reports of run --report, or files with the lines of run --json')
    .description('merge the results of the shards of a run')
    .option('--json', 'print the results as JSON lines')
    .option('--junit <file>', 'write the results as JUnit XML')
    .option('--report <dir>', 'write an HTML report with a page for every recording')
    .action(async (paths: readonly string[], options: MergeOptions) => {
      const { merge } = await import('../commands/merge.js');
      finish(await merge(paths, options));
    });
};

import { Option } from 'commander';
import type { RunOptions } from '../commands/run.js';
import { readOptionFiles } from '../option-files.js';
import type { Define } from './define.js';
import { addOptionsLater, addTableOptions, collect, givenFlags } from './table-options.js';

export const defineRun: Define = (program, finish) => {
  const command = program
    .command('run')
    .argument(
      '[scripts...]',
      'scripts, folders of scripts or patterns; - for stdin. Text has one user message or /command per line; YAML is described in docs/script-format.md',
    )
    .option('--from <recording>', 'send what the user of this recording said and typed')
    .option(
      '--matrix <settings...>',
      'with --from: run every combination, such as turn-detection=server_vad,azure_semantic_vad silence=300,500',
    );
  addOptionsLater(command, () => {
    for (const option of scriptOptions()) command.addOption(option.helpGroup('Scripts:'));
    addTableOptions(command, 'run');
  })
    .description('run scripted conversations, or the user of a recording again')
    .action(async (scripts: readonly string[], options: RunOptions) => {
      const { run } = await import('../commands/run.js');
      finish(await run(scripts, options, givenFlags(command), await readOptionFiles()));
    });
};

/** What a run of scripts with results takes beside the options of their sessions. */
export function scriptOptions(): readonly Option[] {
  return [
    new Option('--var <name=value>', 'set a variable of the scripts').argParser(collect),
    new Option(
      '--concurrency <n>',
      'run this many scripts at the same time (default: 1 with audio, 4 in text)',
    ),
    new Option('--repeat <n>', 'run every script this often (default: 1)'),
    new Option('--shard <i/n>', 'run one of n parts of the scripts; auto or auto/n in a CI job'),
    new Option('--bail', 'start nothing more after the first run that does not pass'),
    new Option('--retry <n>', 'try a run that does not pass again, up to n times (default: 0)'),
    new Option(
      '--watch',
      'run again when a script changes, or a file that it names, or a new one is there',
    ),
    new Option('--junit <file>', 'write the results as JUnit XML'),
    new Option('--report <dir>', 'write an HTML report with a page for every recording'),
  ];
}

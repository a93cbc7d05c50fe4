import { Option } from 'commander';
import { formatTable } from '../../export/format-table.js';
import type { ExportOptions } from '../commands/export.js';
import type { Define } from './define.js';

export const defineExport: Define = (program, finish) => {
  program
    .command('export')
    .argument('<recording>', 'folder that --record made')
    .description('write a recording in the form of another program')
    .addOption(
      new Option('--format <name>', 'form of the result, see below')
        .choices(formatTable.map(({ name }) => name))
        .makeOptionMandatory(),
    )
    .option('--output <file>', 'file, or folder of several; - is stdout, the default for one text')
    .option('--redact', 'without words and sound: only when things happened and how long they took')
    .option('--force', 'replace files that exist')
    .addHelpText('after', () => formatHelp())
    .action(async (recording: string, options: ExportOptions) => {
      const { exportRecording } = await import('../commands/export.js');
      finish(await exportRecording(recording, options));
    });
};

function formatHelp(): string {
  const lines = formatTable.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`);
  return ['', 'Formats:', ...lines].join('\n');
}

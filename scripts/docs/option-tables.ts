import { table } from './table.js';
import { scriptOptions } from '../../src/cli/program/run.js';
import { exitCodeTable } from '../../src/config/options/exit-code-table.js';
import { optionTable } from '../../src/config/options/option-table.js';
import {
  defaultText,
  environmentName,
  type OptionRow,
  type Subcommand,
} from '../../src/config/options/row.js';

/** The options of one command as Markdown: a heading and a table for each group, in the order of the option table. */
export function optionsMarkdown(command: Subcommand): string {
  const taken = optionTable.filter((row) => row.commands.includes(command));
  const groups = [...new Set(taken.map((row) => row.group))];
  return groups
    .map((group) => {
      const heading = `### ${group.charAt(0).toUpperCase()}${group.slice(1)}\n\n`;
      const lines = taken.filter((row) => row.group === group).map(optionLine);
      return `${heading}${table(['Option', 'Environment', 'Default', 'What it does'], lines)}\n`;
    })
    .join('\n');
}

/** What a run of scripts takes beside the options of their sessions, as a Markdown table. */
export function scriptOptionsMarkdown(): string {
  const rows = scriptOptions().map(({ flags, description }) => [`\`${flags}\``, description]);
  return table(['Option', 'What it does'], rows);
}

/** The exit codes as a Markdown table. */
export function exitCodesMarkdown(): string {
  return table(
    ['Code', 'Meaning'],
    exitCodeTable.map((row) => [String(row.code), row.meaning]),
  );
}

function optionLine(row: OptionRow): readonly string[] {
  const { choices } = row.value;
  const fallback = defaultText(row);
  return [
    `\`${row.flag}\``,
    `\`${environmentName(row)}\``,
    row.otherwise === undefined && fallback !== '' ? `\`${fallback}\`` : fallback,
    row.help + (choices === undefined ? '' : ` (${choices.join(', ')})`),
  ];
}

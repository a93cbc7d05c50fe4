import { exitCodeTable } from './exit-code-table.js';
import type { CommandName, OptionRow } from './option-types.js';
import { optionTable } from './option-table.js';

/** The options of one command as Markdown: a heading and a table for each group, in the order of the option table. */
export function optionsMarkdown(command: CommandName): string {
  const rows: readonly OptionRow[] = optionTable;
  const taken = rows.filter((row) => row.commands.includes(command));
  const groups = [...new Set(taken.map((row) => row.group))];
  return groups
    .map((group) => {
      const heading = `### ${group.charAt(0).toUpperCase()}${group.slice(1)}\n\n`;
      const lines = taken.filter((row) => row.group === group).map(optionLine);
      return heading + table(['Option', 'Environment', 'Default', 'What it does'], lines);
    })
    .join('\n');
}

/** The exit codes as a Markdown table. */
export function exitCodesMarkdown(): string {
  return table(
    ['Code', 'Meaning'],
    exitCodeTable.map((row) => [String(row.code), row.meaning]),
  );
}

function optionLine(row: OptionRow): readonly string[] {
  const choices = row.kind === 'choice' ? ` (${row.choices.join(', ')})` : '';
  return [
    `\`${row.flag}\``,
    row.env === undefined ? '' : `\`${row.env}\``,
    defaultOf(row),
    row.help + choices,
  ];
}

function defaultOf(row: OptionRow): string {
  if (row.otherwise !== undefined) return row.otherwise;
  if (row.kind === 'list' || row.default === undefined || typeof row.default === 'boolean')
    return '';
  return `\`${row.default}\``;
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + lines.map(line).join('');
}

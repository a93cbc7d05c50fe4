import { commandTable, type CommandRow } from '../../session/commands.js';
import { keyTable } from '../key-table.js';
import { span, type Row } from '../text/rows.js';
import { wrap } from '../text/wrap.js';

const keyColumn = 12;
const commandColumn = 20;

/** How a key is written for people. */
function keyName(key: string): string {
  const known: Readonly<Record<string, string>> = {
    up: '↑',
    down: '↓',
    pageup: 'PgUp',
    pagedown: 'PgDn',
    escape: 'Esc',
    'ctrl+c': 'Ctrl-C',
  };
  const name = known[key] ?? key;
  return name.length > 1 ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

const commands: readonly CommandRow[] = commandTable;

/** The rows of help: every key of the table with its sentence, then every command. */
export function helpRows(width: number): readonly Row[] {
  const rows: Row[] = [];
  for (const { keys, about } of keyTable) {
    const label = ` ${keys.map(keyName).join(' ')}`.padEnd(keyColumn);
    wrap(about, Math.max(10, width - keyColumn - 1)).forEach((line, index) => {
      rows.push([span(index === 0 ? label : ' '.repeat(keyColumn), 'key'), span(line.text)]);
    });
  }
  rows.push([], [span(' In the text box, in plain mode and in text scripts:', 'dim')]);
  for (const { name, argument, about } of commands) {
    const label = ` /${name} ${argument}`.trimEnd().padEnd(commandColumn);
    wrap(about, Math.max(10, width - commandColumn - 1)).forEach((line, index) => {
      rows.push([span(index === 0 ? label : ' '.repeat(commandColumn), 'key'), span(line.text)]);
    });
  }
  return rows;
}

import { commandTable, type CommandRow } from '../../session/commands/commands.js';
import type { KeyRow } from '../keys/key-row.js';
import { keyTable } from '../keys/key-table.js';
import { span, type Row } from '../text/rows.js';
import { wrap } from '../text/wrap.js';
import type { UiState } from '../ui-state.js';

const keyColumn = 12;
const commandColumn = 20;

/** How a key is written for people. */
export function keyName(key: string): string {
  const known: Readonly<Record<string, string>> = {
    up: '↑',
    down: '↓',
    pageup: 'PgUp',
    pagedown: 'PgDn',
    escape: 'Esc',
    left: '←',
    right: '→',
    'ctrl+c': 'Ctrl-C',
    'alt+enter': 'Alt-Enter',
    'shift+enter': 'Shift-Enter',
  };
  const name = known[key] ?? key;
  return name.length > 1 ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

/** The keys of a row; of push-to-talk the one that was chosen. */
function keysOf({ keys, action }: KeyRow, ui: Pick<UiState, 'talkKey'>): readonly string[] {
  return 'command' in action && action.command === 'talk' ? [ui.talkKey] : keys;
}

const commands: readonly CommandRow[] = commandTable;

/** The rows of help: every key of the table with its sentence, then every command. */
export function helpRows(width: number, ui: Pick<UiState, 'talkKey'>): readonly Row[] {
  const rows: Row[] = [];
  for (const row of keyTable) {
    const { about } = row;
    const label = ` ${keysOf(row, ui).map(keyName).join(' ')} `.padEnd(keyColumn);
    wrap(about, Math.max(10, width - keyColumn - 1)).forEach((line, index) => {
      rows.push([span(index === 0 ? label : ' '.repeat(keyColumn), 'key'), span(line.text)]);
    });
  }
  rows.push(
    [],
    [span(' The mouse wheel scrolls. To select text with the mouse, hold Shift.', 'dim')],
  );
  rows.push([], [span(' In the text box, in plain mode and in text scripts:', 'dim')]);
  for (const { name, argument, about } of commands) {
    const label = ` /${name} ${argument}`.trimEnd().padEnd(commandColumn);
    wrap(about, Math.max(10, width - commandColumn - 1)).forEach((line, index) => {
      rows.push([span(index === 0 ? label : ' '.repeat(commandColumn), 'key'), span(line.text)]);
    });
  }
  return rows;
}

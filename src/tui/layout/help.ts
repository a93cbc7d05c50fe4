import { commandTable } from '../../session/commands/command-table.js';
import { describedKeys } from '../keys/key-descriptions.js';
import { span, type Row } from '../text/rows.js';
import { wrap } from '../text/wrap.js';
import type { UiState } from '../ui-state.js';

const keyColumn = 12;
const commandColumn = 20;

/** The rows of help: every key of the table with its sentence, and every command. */
export function helpRows(
  width: number,
  ui: Pick<UiState, 'talkKey'>,
  first?: 'commands',
): readonly Row[] {
  const keys = keyRows(width, ui);
  const commands = commandRows(width);
  return first === 'commands' ? [...commands, [], ...keys] : [...keys, [], ...commands];
}

function keyRows(width: number, ui: Pick<UiState, 'talkKey'>): readonly Row[] {
  const rows = describedKeys(ui).map(({ names, about }) => ({ label: names.join(' '), about }));
  return [
    ...described(rows, keyColumn, width),
    [],
    [span(' The mouse wheel scrolls. To select text with the mouse, hold Shift.', 'dim')],
  ];
}

function commandRows(width: number): readonly Row[] {
  const rows = commandTable.map(({ name, argument, about }) => ({
    label: `/${name} ${argument}`.trim(),
    about,
  }));
  return [
    [span(' In the text box, in plain mode and in text scripts:', 'dim')],
    ...described(rows, commandColumn, width),
  ];
}

interface Described {
  readonly label: string;
  readonly about: string;
}

/** Labels in a column, sentences beside them; a label that is too long has a line of its own. */
function described(all: readonly Described[], column: number, width: number): readonly Row[] {
  return all.flatMap(({ label, about }) => {
    const head = ` ${label} `;
    const lines = wrap(about, Math.max(10, width - column - 1));
    const isLong = head.length > column;
    const beside = lines.map(({ text }, index): Row => {
      const start = index === 0 && !isLong ? head : '';
      return [span(start.padEnd(column), 'key'), span(text)];
    });
    return isLong ? [[span(head, 'key')], ...beside] : beside;
  });
}

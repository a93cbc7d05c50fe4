import { commandTable, type CommandRow } from '../../session/commands/commands.js';
import { describedKeys } from '../keys/key-descriptions.js';
import { span, type Row } from '../text/rows.js';
import { wrap } from '../text/wrap.js';
import type { UiState } from '../ui-state.js';

const keyColumn = 12;
const commandColumn = 20;

const commands: readonly CommandRow[] = commandTable;

/** The rows of help: every key of the table with its sentence, then every command. */
export function helpRows(width: number, ui: Pick<UiState, 'talkKey'>): readonly Row[] {
  const rows: Row[] = [];
  for (const { names, about } of describedKeys(ui)) {
    const label = ` ${names.join(' ')} `.padEnd(keyColumn);
    wrap(about, Math.max(10, width - keyColumn - 1)).forEach((line, index) => {
      rows.push([span(index === 0 ? label : ' '.repeat(keyColumn), 'key'), span(line.text)]);
    });
  }
  rows.push(
    [],
    [
      span(
        ' Mouse: the wheel scrolls, a click selects, a second one opens. Shift-drag selects text.',
        'dim',
      ),
    ],
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

import type { SessionState } from '../../session/state.js';
import { commandHelp } from '../../session/commands/completion.js';
import type { KeyRow } from '../keys/key-row.js';
import { keyTable } from '../keys/key-table.js';
import { rowWidth, span, type Row } from '../text/rows.js';
import { modeOf, type UiState } from '../ui-state.js';
import { keyName } from './help.js';

function labelOf({ label, action }: KeyRow, ui: UiState): string {
  return 'command' in action && action.command === 'talk' ? keyName(ui.talkKey) : label;
}

/** The keys that work now, in the order of their use, as many as fit; or the remark on the last key. */
export function footerRow(state: SessionState, ui: UiState, width: number): Row {
  if (ui.hint !== undefined) return [span(` ${ui.hint}`, 'warning')];
  const mode = modeOf(ui, state);
  const help = mode === 'text' ? commandHelp(ui.editor.text) : undefined;
  if (help !== undefined) return [span(' Tab', 'key'), span(' complete  ', 'dim'), span(help)];
  const shown = keyTable
    .filter((row) => row.modes.includes(mode) && row.when(state, ui))
    .map((row) => ({ row, place: row.footer?.(state, ui) }))
    .filter((entry) => entry.place !== undefined)
    .sort((left, right) => (left.place ?? 0) - (right.place ?? 0));
  let footer: Row = [];
  for (const { row } of shown) {
    const does = typeof row.does === 'string' ? row.does : row.does(state, ui);
    const next: Row = [
      ...footer,
      span(footer.length === 0 ? ' ' : '  '),
      span(labelOf(row, ui), 'key'),
      span(` ${does}`, 'dim'),
    ];
    if (rowWidth(next) > width) break;
    footer = next;
  }
  return footer;
}

import type { SessionState } from '../../session/state.js';
import { footerKeys } from '../keys/key-descriptions.js';
import { clipRow, rowWidth, span, type Row } from '../text/rows.js';
import type { UiState } from '../ui-state.js';

/** The keys that work now, the most useful first, as many as fit; or the remark on the last key. */
export function footerRow(state: SessionState, ui: UiState, width: number): Row {
  if (ui.hint !== undefined) return clipRow([span(` ${ui.hint}`, 'warning')], width);
  let footer: Row = [];
  for (const { label, does } of footerKeys(ui, state)) {
    const next: Row = [
      ...footer,
      span(footer.length === 0 ? ' ' : '  '),
      span(label, 'key'),
      span(` ${does}`, 'dim'),
    ];
    if (rowWidth(next) > width) break;
    footer = next;
  }
  return footer;
}

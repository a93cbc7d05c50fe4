import { clipRow, span, type Row } from '../text/rows.js';
import { textWidth } from '../text/width.js';

/** A rule over the whole width, with a label near its right end when there is one. */
export function ruleRow(width: number, label = ''): Row {
  if (label === '') return [span('─'.repeat(width), 'rule')];
  const lead = Math.max(2, width - textWidth(label) - 3);
  const row: Row = [span(`${'─'.repeat(lead)} `, 'rule'), span(label, 'dim'), span(' ─', 'rule')];
  return clipRow(row, width);
}

import { clipRow, span, type Row } from '../text/rows.js';
import { shorten, textWidth } from '../text/width.js';

/** Where an upright line meets a rule, and the sign there. */
export interface Joint {
  readonly column: number;
  readonly sign: '┬' | '┴';
}

/** A rule over the whole width, with a label near its right end when there is one. */
export function ruleRow(width: number, label = '', joint?: Joint): Row {
  const shown = shorten(label, width - 5);
  const room = shown === '' ? width : Math.max(2, width - textWidth(shown) - 3);
  const line = joined('─'.repeat(room), joint);
  if (shown === '') return [span(line, 'rule')];
  return clipRow([span(`${line} `, 'rule'), span(shown, 'dim'), span(' ─', 'rule')], width);
}

function joined(line: string, joint: Joint | undefined): string {
  if (joint === undefined || joint.column >= line.length) return line;
  return line.slice(0, joint.column) + joint.sign + line.slice(joint.column + 1);
}

import { rowWidth, span, type Row } from '../text/rows.js';
import { shorten, textWidth } from '../text/width.js';

/** What stands in a rule. */
export interface RuleLabels {
  readonly left?: string;
  readonly right?: string;
}

/** The fewest cells of the line between two labels. */
const minLine = 2;

/** A rule over the whole width, with labels near its ends. What does not fit is shortened, the right label first left out. */
export function ruleRow(width: number, { left = '', right = '' }: RuleLabels = {}): Row {
  const head = labelled(left, width - minLine);
  const room = width - rowWidth(head) - minLine;
  const fits = textWidth(right) + 3 <= room || left === '';
  const tail = fits ? labelled(right, room).toReversed() : [];
  const line = '─'.repeat(Math.max(0, width - rowWidth(head) - rowWidth(tail)));
  return [...head, span(line, 'rule'), ...tail];
}

/** `─ label `: with its end of the line. */
function labelled(text: string, room: number): Row {
  const label = shorten(text, room - 3);
  return label === '' ? [] : [span('─', 'rule'), span(` ${label} `, 'dim')];
}

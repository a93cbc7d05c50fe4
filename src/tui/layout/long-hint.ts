import { span, type Row } from '../text/rows.js';
import { textWidth } from '../text/width.js';
import { wrap } from '../text/wrap.js';
import type { Scene } from './scene.js';

const maxHintRows = 6;

/** A hint that is too wide for the footer, wrapped. */
export function longHintRows({ ui: { hint }, size: { columns } }: Scene): readonly Row[] {
  if (hint === undefined || textWidth(hint) < columns) return [];
  const lines = wrap(hint, columns - 2).slice(0, maxHintRows);
  return lines.map(({ text }) => [span(` ${text}`, 'warning')]);
}

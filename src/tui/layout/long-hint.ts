import { span, type Row } from '../text/rows.js';
import { shorten, textWidth } from '../text/width.js';
import { wrap } from '../text/wrap.js';
import type { Scene } from './scene.js';

const maxHintRows = 6;
/** Rows that the rest of the screen needs. */
const otherRows = 4;

/** A hint that is too wide for the last line, wrapped; without rows where there is no room for it. */
export function longHintRows({ ui: { hint }, size: { columns, rows } }: Scene): readonly Row[] {
  if (hint === undefined || textWidth(hint) < columns) return [];
  const lines = wrap(hint, columns - 2);
  const shown = lines.slice(0, Math.max(0, Math.min(maxHintRows, rows - otherRows)));
  return shown.map(({ text, start }, index) => {
    const isLast = index === shown.length - 1;
    return [span(` ${isLast ? shorten(hint.slice(start), columns - 2) : text}`, 'warning')];
  });
}

import { joinSpans } from '../text/join-spans.js';
import { span, type Row } from '../text/rows.js';

/** Quieter than this is the lowest bar. */
const floorDb = -54;
/** Each higher bar is this much louder. */
const stepDb = 7;
const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** One cell for a level in dBFS. */
export function levelBar(levelDb: number): string {
  const step = Math.ceil((levelDb - floorDb) / stepDb);
  return bars[Math.max(0, Math.min(bars.length - 1, step))] ?? bars[0];
}

/** A level meter: a cell for each level in dBFS, oldest first; what is silent stands back. */
export function meter(levels: readonly number[]): Row {
  return joinSpans(
    levels.map((level) => span(levelBar(level), level <= floorDb ? 'dim' : 'plain')),
  );
}

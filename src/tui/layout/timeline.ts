import { speakingTimeline, type TimelineCell } from '../../session/metrics/timeline.js';
import type { SessionState } from '../../session/state.js';
import { span, type Row, type Span, type Style } from '../text/rows.js';

const cellMs = 500;
const labelWidth = 7;

function runs(
  cells: readonly TimelineCell[],
  look: (cell: TimelineCell) => { readonly text: string; readonly style: Style },
): readonly Span[] {
  const spans: Span[] = [];
  for (const cell of cells) {
    const { text, style } = look(cell);
    const last = spans.at(-1);
    if (last?.style === style) spans[spans.length - 1] = span(last.text + text, style);
    else spans.push(span(text, style));
  }
  return spans;
}

/**
 * Who spoke when: a row for each side, half a second a cell, as far back as fits. Where both speak at once the bars are
 * full; `✂` ends an interrupted reply. Empty before anyone has spoken.
 */
export function timelineRows(state: SessionState, width: number): readonly Row[] {
  const cells = speakingTimeline(state, width - labelWidth - 1, cellMs);
  if (cells.length === 0) return [];
  const bar = (cell: TimelineCell): string => (cell.user && cell.assistant ? '█' : '▄');
  return [
    [
      span(' you   ', 'dim'),
      ...runs(cells, (cell) => ({ text: cell.user ? bar(cell) : ' ', style: 'user' })),
    ],
    [
      span(' bot   ', 'dim'),
      ...runs(cells, (cell) => {
        if (cell.cut) return { text: '✂', style: 'warning' };
        return { text: cell.assistant ? bar(cell) : ' ', style: 'assistant' };
      }),
    ],
  ];
}

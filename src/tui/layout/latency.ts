import { activity } from '../../session/selectors.js';
import { turnParts } from '../../session/metrics/turn-parts.js';
import { span, type Row } from '../text/rows.js';
import { textWidth } from '../text/width.js';
import {
  contextWords,
  costWords,
  percentileWords,
  replyWords,
  totalWords,
  turnCount,
} from './figures.js';
import type { Scene } from './scene.js';
import { showsTimelineStrip, timelineRows } from './timeline.js';
import { turnRows } from './turn-bar.js';

/** Figures side by side, wrapped. */
function wordsRows(words: readonly (string | undefined)[], width: number): readonly Row[] {
  const lines: string[] = [];
  for (const word of words.filter((each) => each !== undefined)) {
    const line = `${lines.at(-1) ?? ''} · ${word}`;
    if (lines.length > 0 && textWidth(line) <= width) lines.splice(-1, 1, line);
    else lines.push(` ${word}`);
  }
  return lines.map((line) => [span(line)]);
}

/** Latency, the timeline where it is not above the status line, tokens and cost, in place of the event log. */
export function latencyPanel(
  scene: Scene,
  width: number,
): { readonly title: string; readonly rows: readonly Row[] } {
  const { state } = scene;
  const turn = turnParts(state);
  const timeline =
    state.spans.length === 0 || showsTimelineStrip(scene) ? [] : timelineRows(state, width);
  if (turn === undefined) {
    const waits =
      activity(state) === 'closed' ? 'No turn was answered.' : 'No turn was answered yet.';
    return { title: 'latency', rows: [[span(` ${waits}`, 'dim')], ...timeline] };
  }
  return {
    title: `latency · last turn ${totalWords(turn)}`,
    rows: [
      ...turnRows(turn, width),
      ...wordsRows([turnCount(state), percentileWords(state)], width),
      ...timeline,
      ...wordsRows([replyWords(state), contextWords(state), costWords(state)], width),
    ],
  };
}

import { activity } from '../../session/selectors.js';
import type { SessionState } from '../../session/state.js';
import { turnParts, type TurnParts } from '../../session/metrics/turn-parts.js';
import { duration } from '../text/format.js';
import { rowWidth, span, type Row } from '../text/rows.js';
import { textWidth } from '../text/width.js';
import { contextWords, costWords, percentileWords, replyWords, turnCount } from './figures.js';
import { remember } from './remember.js';
import type { Scene } from './scene.js';
import { timelineRows } from './timeline.js';

const stripColumns = 140;
/** Lower screens show the timeline in the latency panel only. */
const timelineScreenRows = 30;

/** The last turn's latency and the speaking timeline, for wide screens. */
export const latencyStrip = remember(({ state, ui, size }: Scene): readonly Row[] => {
  const { columns, rows } = size;
  if (columns < stripColumns || ui.panel === 'latency') return [];
  const row = latencyRow(state, columns);
  const timeline = rows >= timelineScreenRows ? timelineRows(state, columns) : [];
  return row ? [row, ...timeline] : timeline;
});

/** The stages of the last answered turn and how long each took. */
function latencyRow(state: SessionState, width: number): Row | undefined {
  const turn = turnParts(state);
  if (turn === undefined) return undefined;
  let row: Row = [span(' last turn  ', 'dim'), span(`├ ${turn.from} ┤`, 'dim')];
  for (const { word, ms } of turn.parts)
    row = [...row, span(` ${String(Math.round(ms))} `), span(`${word} ┤`, 'dim')];
  row = [...row, span(`  ${duration(turn.totalMs)}`, 'strong')];
  const percentiles = percentileWords(state);
  const more: Row = percentiles === undefined ? row : [...row, span(`  ${percentiles}`, 'dim')];
  if (rowWidth(more) <= width) return more;
  return rowWidth(row) <= width ? row : undefined;
}

/** Parts next to each other differ in shade, so that the bar needs no colour. */
const shades = ['█', '▒', '▓', '░'] as const;

function shade(index: number): string {
  return shades[index % shades.length] ?? '█';
}

/** The stages of a turn as a bar; every stage has at least one cell. */
function barRow({ parts }: TurnParts, width: number): Row {
  const sumMs = parts.reduce((sum, part) => sum + part.ms, 0);
  const free = Math.max(0, width - parts.length - 2);
  const cells = parts.map((part) => 1 + (sumMs === 0 ? 0 : Math.floor((part.ms / sumMs) * free)));
  return [span(' '), ...cells.map((count, index) => span(shade(index).repeat(count), 'assistant'))];
}

/** The legend of the shades, wrapped. */
function legendRows({ from, parts }: TurnParts, width: number): readonly Row[] {
  const rows: Row[] = [];
  let row: Row = [span(` ${from}`, 'dim')];
  parts.forEach(({ word, ms }, index) => {
    const piece: Row = [
      span(`  ${shade(index)} `, 'assistant'),
      span(`${word} `),
      span(String(Math.round(ms)), 'strong'),
    ];
    if (rowWidth(row) + rowWidth(piece) > width) {
      rows.push(row);
      row = [];
    }
    row = [...row, ...piece];
  });
  return [...rows, row];
}

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

/** Latency, the speaking timeline, tokens and cost, in place of the event log. */
export function latencyPanel(
  state: SessionState,
  width: number,
): { readonly title: string; readonly rows: readonly Row[] } {
  const turn = turnParts(state);
  if (turn === undefined) {
    const waits =
      activity(state) === 'closed' ? 'No turn was answered.' : 'No turn was answered yet.';
    return { title: 'latency', rows: [[span(` ${waits}`, 'dim')], ...timelineRows(state, width)] };
  }
  return {
    title: `latency · last turn ${duration(turn.totalMs)}`,
    rows: [
      barRow(turn, width),
      ...legendRows(turn, width),
      ...wordsRows([turnCount(state), percentileWords(state)], width),
      ...timelineRows(state, width),
      ...wordsRows([replyWords(state), contextWords(state), costWords(state)], width),
    ],
  };
}

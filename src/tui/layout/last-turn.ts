import {
  answerTimes,
  turnParts,
  type AnswerTimes,
  type TurnParts,
} from '../../session/metrics/turn-parts.js';
import { padRows, type Row } from '../text/rows.js';
import { remember } from './remember.js';
import { totalWords } from './figures.js';
import { ruleRow } from './rule.js';
import type { Scene, Size } from './scene.js';
import { turnRows } from './turn-bar.js';

/** Room for a bar and its legend; few turns need more. */
const usualRows = 3;

const rowsOf = remember(turnRows);

/** The size of the last turn's parts, without the rule above them; undefined before the first answer. */
export function lastTurnSize({ state }: Scene, columns: number): Size | undefined {
  const turn = turnParts(state);
  return turn && { columns, rows: Math.max(usualRows, rowsOf(turn, columns).length) };
}

/** The last turn's parts, under a rule with its latency and the session's percentiles. */
export function lastTurnRows({ state }: Scene, size: Size | undefined): readonly Row[] {
  const turn = turnParts(state);
  if (size === undefined || turn === undefined) return noRows;
  return block(turn, answerTimes(state), size.columns, size.rows);
}

const noRows: readonly Row[] = [];

const block = remember(
  (turn: TurnParts, times: AnswerTimes | undefined, columns: number, rows: number) => [
    ruleRow(columns, { left: `last turn ${totalWords(turn)}`, right: shares(times) }),
    ...padRows(rowsOf(turn, columns), rows),
  ],
);

/** `p50 569 · p90 902 · p95 950 ms`. */
function shares(times: AnswerTimes | undefined): string {
  if (times === undefined) return '';
  const shown = [
    ['p50', times.p50],
    ['p90', times.p90],
    ['p95', times.p95],
  ] as const;
  const words = shown.flatMap(([name, ms]) =>
    ms === undefined ? [] : [`${name} ${String(Math.round(ms))}`],
  );
  return `${words.join(' · ')} ms`;
}

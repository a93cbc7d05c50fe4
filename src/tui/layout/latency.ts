import type { LatencyState, TurnMarks } from '../../session/state.js';
import { duration } from '../text/format.js';
import { rowWidth, span, type Row } from '../text/rows.js';

/** The moments of a turn in their order, each with the word for how it was reached. */
const steps: readonly (readonly [keyof TurnMarks, string])[] = [
  ['speechEndMs', 'end of speech'],
  ['speechStoppedMs', 'noticed'],
  ['committedMs', 'committed'],
  ['createdMs', 'response'],
  ['firstTextMs', 'first text'],
  ['firstAudioMs', 'first audio'],
  ['firstHeardMs', 'heard'],
];

/** The last answered turn in its parts: what came after what, and how long each took. */
export function latencyRow(latency: LatencyState, width: number): Row | undefined {
  const marks = latency.last;
  if (marks === undefined) return undefined;
  const reached = steps
    .map(([name, word]) => ({ word, atMs: marks[name] }))
    .filter((step): step is { word: string; atMs: number } => step.atMs !== undefined)
    .sort((left, right) => left.atMs - right.atMs);
  let row: Row = [span(' last turn  ', 'dim')];
  reached.forEach(({ word, atMs }, index) => {
    const before = reached[index - 1];
    const gap = before === undefined ? '' : ` ┤ ${duration(atMs - before.atMs)} `;
    row = [...row, span(gap), span(word, 'dim')];
  });
  return rowWidth(row) <= width ? row : undefined;
}

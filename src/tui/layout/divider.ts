import { span, type Row } from '../text/rows.js';
import { arrange } from './arrangement.js';
import { remember } from './remember.js';
import type { Scene } from './scene.js';

/** The line between the transcript and the panel beside it; it meets the rules of both sides. */
export function dividerRows(scene: Scene): readonly Row[] {
  const { middle, transcript, inspector, panel, lastTurn } = arrange(scene);
  return lineOf(
    middle.rows,
    inspector === undefined ? undefined : transcript.rows,
    lastTurn === undefined ? undefined : panel?.rows,
  );
}

const lineOf = remember(
  (rows: number, leftRule: number | undefined, rightRule: number | undefined): readonly Row[] =>
    Array.from({ length: rows }, (_, row) => {
      const meetsLeft = row === leftRule;
      const meetsRight = row === rightRule;
      const sign = meetsLeft ? (meetsRight ? '┼' : '┤') : meetsRight ? '├' : '│';
      return [span((meetsLeft ? '─' : ' ') + sign + (meetsRight ? '─' : ' '), 'rule')];
    }),
);

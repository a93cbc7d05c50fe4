import { appended } from '../appended.js';
import { changed } from '../change-state.js';
import type { SessionState } from '../state.js';
import type { Levels } from './level-cells.js';

/** Levels are not lower than this, dBFS. */
export const silenceDb = -60;
/** The time that one cell of the level history stands for. */
export const levelCellMs = 250;
/** Cells of a level meter: the last two seconds. */
export const meterCells = 8;
/** Cells with sound that are kept; more than the widest screen shows. */
const maxCells = 800;
/** A timer may fire a little early; the next cell must have begun. */
const timerMarginMs = 2;

/** The cell that a moment of the session's clock is in. */
export function levelCellAt(atMs: number): number {
  return Math.floor(atMs / levelCellMs);
}

/** Keeps the peaks of the cell that is under way; silence leaves no cell. */
export function levelsReported(state: SessionState, reported: Levels): SessionState {
  const cell = levelCellAt(state.nowMs);
  const last = state.levels.at(-1);
  const known = last?.cell === cell ? last : undefined;
  const microphoneDb = Math.max(reported.microphoneDb, known?.microphoneDb ?? silenceDb);
  const speakerDb = Math.max(reported.speakerDb, known?.speakerDb ?? silenceDb);
  if (Math.max(microphoneDb, speakerDb) <= silenceDb) return state;
  if (known?.microphoneDb === microphoneDb && known.speakerDb === speakerDb) return state;
  const newest = { cell, microphoneDb, speakerDb };
  const levels =
    known === undefined ? appended(state.levels, newest, maxCells) : state.levels.with(-1, newest);
  return changed(state, { levels });
}

/** Peaks of the last complete cells, oldest first, dBFS. */
export function meterLevels({ levels, nowMs }: SessionState, of: keyof Levels): readonly number[] {
  const firstCell = levelCellAt(nowMs) - meterCells;
  const recent = levels.slice(-meterCells - 1);
  return Array.from(
    { length: meterCells },
    (_, index) => recent.find(({ cell }) => cell === firstCell + index)?.[of] ?? silenceDb,
  );
}

/** Until the next cell begins, while the meters show anything: they move on even if no input comes. */
export function nextMeterStep({
  levels,
  nowMs,
}: SessionState): { readonly cell: number; readonly inMs: number } | undefined {
  const cell = levelCellAt(nowMs);
  const newest = levels.at(-1)?.cell ?? Number.NEGATIVE_INFINITY;
  if (newest < cell - meterCells) return undefined;
  return { cell, inMs: Math.ceil((cell + 1) * levelCellMs - nowMs) + timerMarginMs };
}

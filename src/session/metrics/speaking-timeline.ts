import type { LevelCell } from '../playback/level-cells.js';
import { levelCellAt, levelCellMs, silenceDb } from '../playback/levels.js';
import type { SpeakingSpan } from './timeline-state.js';

/** Cells that a silence takes at most, however long it was. */
const maxSilentCells = 8;

/** One cell of the timeline. */
export interface TimelineCell {
  /** Peak level in dBFS while the user speaks. */
  readonly userDb?: number;
  /** Peak level in dBFS while a reply is heard. */
  readonly assistantDb?: number;
  /** The item whose sound begins here. */
  readonly begins?: string;
  /** A reply was cut here. */
  readonly cut?: true;
  /** This cell and the next ones stand for a silence of this length. */
  readonly silenceMs?: number;
}

interface Stretch {
  readonly span: SpeakingSpan;
  readonly firstCell: number;
  readonly lastCell: number;
}

/**
 * Who spoke when and how loud, as the newest `count` cells, oldest first. Only complete cells, so that it changes once a
 * cell; it ends where speech was last heard, so that it stands still while nobody speaks. Empty before the first speech.
 * @param nowCell the cell that is not complete yet
 */
export function speakingTimeline(
  spans: readonly SpeakingSpan[],
  levels: readonly LevelCell[],
  nowCell: number,
  count: number,
): readonly TimelineCell[] {
  const stretches = spans.flatMap((span) => stretchOf(span, nowCell));
  const levelAt = new Map(levels.map((level) => [level.cell, level]));
  const begun = new Map(
    stretches.toReversed().flatMap(({ span, firstCell }) => {
      const { itemId } = span;
      return itemId === undefined ? [] : [[itemId, firstCell] as const];
    }),
  );
  const newestFirst: TimelineCell[] = [];
  let cell = Math.max(...stretches.map(({ lastCell }) => lastCell));
  while (newestFirst.length < count) {
    const here = stretches.filter((each) => each.firstCell <= cell && each.lastCell >= cell);
    if (here.length > 0) {
      newestFirst.push(cellOf(here, cell, levelAt.get(cell), begun));
      cell -= 1;
      continue;
    }
    const before = Math.max(
      ...stretches.map((each) => (each.lastCell < cell ? each.lastCell : -1)),
    );
    if (before < 0) break;
    newestFirst.push(...silence(cell - before));
    cell = before;
  }
  return newestFirst.slice(0, Math.max(0, count)).reverse();
}

function stretchOf(span: SpeakingSpan, nowCell: number): readonly Stretch[] {
  const { startMs, endMs = Number.POSITIVE_INFINITY } = span;
  const firstCell = Math.max(0, levelCellAt(startMs));
  const lastCell = Math.min(nowCell - 1, Math.ceil(endMs / levelCellMs) - 1);
  return lastCell < firstCell ? [] : [{ span, firstCell, lastCell }];
}

function cellOf(
  here: readonly Stretch[],
  cell: number,
  level: LevelCell | undefined,
  begun: ReadonlyMap<string, number>,
): TimelineCell {
  const user = here.some(({ span }) => span.side === 'user');
  const reply = here.findLast(({ span }) => span.side === 'assistant');
  const begins = reply?.firstCell === cell ? reply.span.itemId : undefined;
  const cut = here.some(({ span, lastCell }) => span.cut && lastCell === cell);
  return {
    ...(user ? { userDb: level?.microphoneDb ?? silenceDb } : {}),
    ...(reply === undefined ? {} : { assistantDb: level?.speakerDb ?? silenceDb }),
    ...(begins !== undefined && begun.get(begins) === cell ? { begins } : {}),
    ...(cut ? { cut } : {}),
  };
}

/** Newest first: the oldest of the cells says how long it was, where it was longer than they are. */
function silence(cells: number): readonly TimelineCell[] {
  if (cells <= maxSilentCells) return Array.from({ length: cells }, () => ({}));
  const rest = Array.from({ length: maxSilentCells - 1 }, () => ({}));
  return [...rest, { silenceMs: cells * levelCellMs }];
}

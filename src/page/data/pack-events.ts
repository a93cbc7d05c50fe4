import type { CollectedEvent } from './collect-events.js';
import { pack } from './pack.js';
import { eventDirections, eventLevels, type PageEvents } from './page-data.js';
import { visible } from '../html.js';

export interface PackedEvents {
  readonly events: PageEvents;
  /** A block of JSON each, packed. */
  readonly blocks: readonly string[];
  /** What is not in the page, in sentences. */
  readonly leftOut: readonly string[];
}

const blockRows = 256;
/** Characters of all blocks. */
const maxBlocks = 1_200_000;
/** Characters of a row's summary; a shorter one where all rows together would take more than `maxColumns`. */
const summaryLengths = [300, 100, 40, 0];
const maxColumns = 800_000;

/**
 * Brings the events into a size that a page can have. JSON is left out first where it says least: of folded deltas and
 * audio, then of everything but errors, warnings and what the session and its responses came to.
 */
export function packEvents(
  rows: readonly CollectedEvent[],
  dropped: number,
  at: (sessionMs: number) => number,
  limit = maxBlocks,
): PackedEvents {
  let blocks: readonly string[] = [];
  let without = 0;
  for (const keeps of fidelities) {
    const kept = rows.map((row) => (keeps(row) ? row.json : undefined));
    without = kept.filter((json) => json === undefined).length;
    blocks = packBlocks(kept, limit);
    if (blocks.length > 0) break;
  }
  const types = [...new Set(rows.map(({ type }) => type))];
  const indexOf = new Map(types.map((type, index) => [type, index]));
  const columns = {
    types: types.map(visible),
    atMs: rows.map(({ atMs }) => Math.round(at(atMs))),
    type: rows.map(({ type }) => indexOf.get(type) ?? 0),
    direction: rows.map(({ direction }) => eventDirections.indexOf(direction)),
    level: rows.map(({ level }) => eventLevels.indexOf(level)),
    count: rows.map(({ count }) => count),
  };
  const summaries = summaryLengths.map((length) =>
    rows.map(({ summary }) => visible(summary.slice(0, length))),
  );
  const summary = summaries.find((texts) => pack({ columns, texts }).length <= maxColumns) ?? [];
  const events: PageEvents = { ...columns, summary, blockRows, blocks: blocks.length };
  const folded = rows.reduce((sum, { count }) => sum + count - 1, 0);
  const leftOut = [
    ...(folded === 0
      ? []
      : [`${folded} deltas and audio frames are folded into the row of the first of their kind.`]),
    ...(without === 0
      ? []
      : [`The JSON of ${without} of ${rows.length} rows is left out to keep the page small.`]),
    ...(dropped === 0 ? [] : [`${dropped} later rows are left out.`]),
  ];
  return { events, blocks, leftOut };
}

const fidelities: readonly ((row: CollectedEvent) => boolean)[] = [
  () => true,
  ({ type, count }) => count === 1 && !/\.(?:delta|append)$/.test(type),
  ({ type, level }) => level !== 'normal' || /^(?:session\.updated?|response\.done)$/.test(type),
  ({ level }) => level === 'error',
];

/** None when there is nothing in them, or when they would be larger than the limit. */
function packBlocks(rows: readonly (string | undefined)[], limit: number): readonly string[] {
  if (rows.every((json) => json === undefined)) return [];
  const blocks: string[] = [];
  let size = 0;
  for (let from = 0; from < rows.length; from += blockRows) {
    const block = pack(rows.slice(from, from + blockRows).map((json) => json ?? null));
    size += block.length;
    if (size > limit) return [];
    blocks.push(block);
  }
  return blocks;
}

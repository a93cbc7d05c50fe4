import type { TranscriptEntry } from '../../session/state.js';
import type { Anchor } from '../keys/key-context.js';
import { highlightOf } from '../search/highlight.js';
import { span, type Row } from '../text/rows.js';
import { entryRows, rowsOf } from './entry-rows.js';

export interface TranscriptWindow {
  readonly rows: readonly Row[];
  /** The key of the entry that each row belongs to. */
  readonly keys: readonly string[];
  /** Lines below the window, when it was moved to show the cursor. */
  readonly below: number | undefined;
  /** How far up one can scroll, in lines; infinity while more than the window is above it. */
  readonly maxScroll: number;
  /** The last line, and when its entry began; known while the transcript is scrolled up. */
  readonly anchor: Anchor | undefined;
  readonly newestAtMs: number | undefined;
}

/** The rows of an entry without marks, and how many lines of newer entries are below them. */
interface Block {
  readonly entry: TranscriptEntry;
  readonly rows: readonly Row[];
  readonly below: number;
}

/**
 * The window of `height` lines of the transcript. `scroll`: lines between the window's end and the newest line. `turn`:
 * key of the entry under the cursor; the window moves as far as it takes to show it, if it `follows`. `pattern`: what is
 * highlighted; `match`: number of the match within the entry under the cursor, which is then shown. Of older entries no
 * more is laid out than the window needs.
 */
export function transcriptWindow(
  entries: readonly TranscriptEntry[],
  width: number,
  height: number,
  scroll: number,
  turn: string | undefined,
  showsCost: boolean,
  follows = true,
  pattern?: RegExp,
  match?: number,
): TranscriptWindow {
  const found = turn === undefined || !follows ? -1 : entries.findIndex(({ key }) => key === turn);
  const at = found < 0 ? Number.POSITIVE_INFINITY : found;
  const blocks: Block[] = [];
  let wanted = scroll + height + 1;
  let count = 0;
  let cursor: Block | undefined;
  for (let index = entries.length - 1; index >= 0 && (count < wanted || index >= at); index -= 1) {
    const entry = entries[index];
    if (entry === undefined) break;
    const rows = rowsOf(entry, width, showsCost);
    const block = { entry, rows, below: count };
    blocks.push(block);
    count += rows.length;
    if (index === at) {
      cursor = block;
      wanted = Math.max(wanted, count + height + 1);
    }
  }
  const drawn = ({ entry, rows }: Block): readonly Row[] => {
    const isCursor = entry.key === turn;
    const mark = pattern && highlightOf(pattern, isCursor ? match : undefined);
    const shown = mark ? entryRows(entry, width, showsCost, mark) : rows;
    return isCursor ? marked(shown) : shown;
  };
  const highest = Math.max(0, count - height);
  const wish = cursor ? belowShowing(cursor, drawn(cursor), scroll, height) : scroll;
  const below = Math.min(wish, highest);
  const last = blocks.findLast((block) => block.below <= below);
  const isScrolled = scroll > 0 && last !== undefined;
  const lines = blocks.toReversed().flatMap((block) => visible(block, below, height, drawn));
  return {
    rows: lines.map(({ row }) => row),
    keys: lines.map(({ key }) => key),
    below: cursor && below,
    maxScroll: count < wanted ? highest : Number.POSITIVE_INFINITY,
    anchor: isScrolled
      ? { key: last.entry.key, line: last.below + last.rows.length - below, width, below }
      : undefined,
    newestAtMs: isScrolled ? last.entry.atMs : undefined,
  };
}

/** How many lines are below an anchor now; undefined when its entry is gone, or has other lines. */
export function linesBelow(
  entries: readonly TranscriptEntry[],
  width: number,
  showsCost: boolean,
  anchor: Anchor,
): number | undefined {
  const at = entries.findLastIndex(({ key }) => key === anchor.key);
  if (at < 0 || width !== anchor.width) return undefined;
  const count = entries
    .slice(at)
    .reduce((sum, entry) => sum + rowsOf(entry, width, showsCost).length, 0);
  return Math.max(0, count - anchor.line);
}

/** The lines of an entry that are in the window, as they are drawn. */
function visible(
  block: Block,
  windowBelow: number,
  height: number,
  drawn: (block: Block) => readonly Row[],
): readonly { readonly row: Row; readonly key: string }[] {
  const { entry, rows, below } = block;
  const end = below + rows.length;
  const from = Math.max(0, end - windowBelow - height);
  const to = Math.max(0, end - Math.max(windowBelow, below));
  if (from >= to) return [];
  return drawn(block)
    .slice(from, to)
    .map((row) => ({ row, key: entry.key }));
}

/**
 * The lines below a window that shows an entry with the least movement; a long entry shows its beginning, or the match
 * that the cursor is on.
 */
function belowShowing(
  { below }: Block,
  drawn: readonly Row[],
  scroll: number,
  height: number,
): number {
  const whole = Math.max(0, Math.min(scroll, below), below + drawn.length - height);
  const found = drawn.findIndex((row) => row.some(({ style }) => style === 'found'));
  return found < 0 ? whole : Math.min(whole, below + drawn.length - found - 1);
}

/** The entry with a cursor beside it and an inverse name, so that colour is not the only mark. */
function marked([first = [], ...rest]: readonly Row[]): readonly Row[] {
  const [time, label, ...words] = first;
  if (time === undefined || label === undefined) return [first, ...rest];
  const name = label.text.trimEnd();
  const cursor: Row = [
    { ...time, text: time.text.slice(0, -1) },
    span('›', 'key'),
    span(name, 'selected'),
    { ...label, text: label.text.slice(name.length) },
  ];
  return [[...cursor, ...words], ...rest];
}

import { describe, expect, it } from 'vitest';
import {
  findMore,
  noMatches,
  type Matches,
  type SearchedLines,
} from '../../../../src/tui/search/matches.js';
import { patternOf } from '../../../../src/tui/search/pattern.js';
import { searchedLog } from '../../../../src/tui/search/searched-log.js';
import { logEntry } from '../../../helpers/state.js';

/** Lines of which every `step`th matches; counts how many characters a frame reads. */
function lines(count: number, step: number, first = 0) {
  const reads = { characters: 0 };
  const searched: SearchedLines = {
    first,
    count,
    changing: 12,
    look(position) {
      reads.characters += 100;
      return { matches: position % step === 0 ? 1 : 0, characters: 100 };
    },
  };
  return { searched, reads };
}

function completed(searched: SearchedLines, from: Matches = noMatches) {
  let matches = from;
  let frames = 0;
  for (; !matches.complete; frames += 1) matches = findMore(matches, searched);
  return { matches, frames };
}

function everyNth(step: number, from: number, to: number): number[] {
  return Array.from({ length: to }, (_, place) => place).filter(
    (place) => place >= from && place % step === 0,
  );
}

describe('searching many lines', () => {
  it('reads a bounded part of 100,000 lines in a frame, the newest first', () => {
    const { searched, reads } = lines(100_000, 1000);
    const first = findMore(noMatches, searched);
    expect(reads.characters).toBeLessThanOrEqual(500_100);
    expect(first.complete).toBe(false);
    expect(first.places.at(-1)).toBe(99_000);
    const { matches, frames } = completed(searched);
    expect(frames).toBeGreaterThan(10);
    expect(matches.places).toEqual(everyNth(1000, 0, 100_000));
  });

  it('does not read again what cannot have changed', () => {
    const before = completed(lines(1000, 10).searched).matches;
    const more = lines(1003, 10);
    const { matches } = completed(more.searched, { ...before, complete: false });
    expect(more.reads.characters).toBe((12 + 3) * 100);
    expect(matches.places).toEqual(everyNth(10, 0, 1003));
  });

  it('drops the matches of lines that were dropped', () => {
    const before = completed(lines(1000, 10).searched).matches;
    const after = findMore(before, lines(1000, 10, 500).searched);
    expect(after.complete).toBe(true);
    expect(after.places).toEqual(everyNth(10, 500, 1500));
  });

  it('begins again when everything that was searched has been dropped', () => {
    const before = completed(lines(100, 10).searched).matches;
    expect(findMore(before, lines(100, 10, 5000).searched).places).toEqual(
      everyNth(10, 5000, 5100),
    );
  });

  it('takes less than a frame for a frame of 100,000 real entries', () => {
    const log = Array.from({ length: 100_000 }, (_, sequence) =>
      logEntry({ sequence, summary: `item ${String(sequence)} of a long list of summaries` }),
    );
    const pattern = patternOf('item 77777 of');
    if (pattern === undefined) throw new Error('no pattern');
    const ui = { filter: { text: '' }, frozenAt: undefined };
    const searched = searchedLog({ log, logDropped: 0 }, ui, pattern);
    const frames: number[] = [];
    let matches = noMatches;
    while (!matches.complete) {
      const { searched: range } = matches;
      matches = findMore(matches, searched);
      const from = matches.searched?.[0] ?? 0;
      frames.push((range?.[0] ?? log.length) - from);
    }
    expect(matches.places).toEqual([77_777]);
    // Each frame reads a few thousand entries, whatever the length of the log.
    expect(Math.max(...frames)).toBeLessThan(10_000);
  });
});

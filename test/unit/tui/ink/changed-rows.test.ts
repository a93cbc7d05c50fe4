import { describe, expect, it } from 'vitest';
import { createChangedRows } from '../../../../src/tui/ink/changed-rows.js';

/** A screen of frames, and a drawer that spells each line in capitals. */
function open(first: readonly string[]) {
  let lines = first;
  const listeners = new Set<() => void>();
  const shown: (readonly string[])[] = [];
  const changed = createChangedRows(
    {
      getLines: () => lines,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    (whole) => {
      shown.push(whole);
    },
  );
  return {
    changed,
    shown,
    ask: (next: readonly string[]) => {
      lines = next;
      for (const listener of listeners) listener();
    },
    draw: () => {
      changed.drawn(changed.getPatch().lines.map((line) => line.toUpperCase()));
    },
  };
}

describe('the rows to draw', () => {
  it('are all of the first frame, then those that changed, and the whole frame is shown', () => {
    const { changed, shown, ask, draw } = open(['a', 'b', 'c']);
    expect(changed.getPatch()).toEqual({ rows: [0, 1, 2], lines: ['a', 'b', 'c'] });
    draw();
    ask(['a', 'x', 'c']);
    expect(changed.getPatch()).toEqual({ rows: [1], lines: ['x'] });
    draw();
    expect(shown).toEqual([
      ['A', 'B', 'C'],
      ['A', 'X', 'C'],
    ]);
  });

  it('are those of all frames that were skipped', () => {
    const { changed, shown, ask, draw } = open(['a', 'b', 'c']);
    draw();
    ask(['x', 'b', 'c']);
    ask(['x', 'b', 'y']);
    expect(changed.getPatch().rows).toEqual([0, 2]);
    draw();
    expect(shown.at(-1)).toEqual(['X', 'B', 'Y']);
  });

  it('follow a screen of another height', () => {
    const { shown, ask, draw } = open(['a', 'b', 'c']);
    draw();
    ask(['a']);
    expect(shown.at(-1)).toEqual(['A']);
    ask(['a', 'b', '']);
    draw();
    expect(shown.at(-1)).toEqual(['A', 'B', '']);
  });

  it('are none for a frame that is asked for again, which is shown all the same', () => {
    const { changed, shown, ask, draw } = open(['a', 'b']);
    draw();
    ask(['a', 'b']);
    expect(changed.getPatch().rows).toEqual([]);
    expect(shown).toHaveLength(2);
    expect(shown[1]).toEqual(['A', 'B']);
  });

  it('take nothing that is not the patch, and nothing after the end', () => {
    const { changed, shown, ask, draw } = open(['a', 'b']);
    changed.drawn(['']);
    expect(shown).toEqual([]);
    draw();
    changed.close();
    ask(['x', 'y']);
    expect(changed.getPatch().lines).toEqual(['a', 'b']);
    expect(shown).toHaveLength(1);
  });
});

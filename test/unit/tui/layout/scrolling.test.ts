import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TranscriptEntry } from '../../../../src/session/state.js';
import { linesBelow, transcriptWindow } from '../../../../src/tui/layout/transcript-window.js';
import { rowText } from '../../../../src/tui/text/rows.js';
import { assistantEntry, noticeEntry } from '../../../helpers/state.js';

const width = 40;
const height = 10;

function windowOf(
  entries: readonly TranscriptEntry[],
  scroll: number,
  turn?: string,
): ReturnType<typeof transcriptWindow> {
  return transcriptWindow(entries, width, height, scroll, turn, false);
}

function shown(entries: readonly TranscriptEntry[], scroll: number): readonly string[] {
  return windowOf(entries, scroll).rows.map(rowText);
}

/** Entries of four lines each, and how many of them were laid out. */
function counted(length: number): { entries: readonly TranscriptEntry[]; laidOut: () => number } {
  const seen = new Set<number>();
  const entries = Array.from({ length }, (_, number) => {
    const entry = noticeEntry({ key: `entry-${String(number)}` });
    return Object.defineProperty(entry, 'text', {
      get: () => {
        seen.add(number);
        return `one ${String(number)}\ntwo\nthree\nfour`;
      },
    });
  });
  return { entries, laidOut: () => seen.size };
}

describe('the window of a long transcript', () => {
  it.each([0, 1, 9, 100])(
    'scrolled by %i lines lays out only what is visible or newer',
    (scroll) => {
      const { entries, laidOut } = counted(500);
      windowOf(entries, scroll);
      expect(laidOut()).toBeLessThanOrEqual((scroll + height) / 4 + 2);
    },
  );

  it('with a cursor lays out only what is visible or newer', () => {
    const { entries, laidOut } = counted(500);
    expect(windowOf(entries, 0, 'entry-480').rows.map(rowText).join()).toContain('one 480');
    expect(laidOut()).toBeLessThanOrEqual(20 + height / 4 + 2);
  });

  it('is the same part of the whole for every scroll position', () => {
    const entry = fc.array(fc.constantFrom('word', 'a longer word', '日本語', '\n'), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 12 }),
        fc.nat(150),
        (texts, scroll) => {
          const entries = texts.map((words, number) =>
            assistantEntry({ key: String(number), text: words.join(' ') }),
          );
          const all = transcriptWindow(entries, width, 10_000, 0, undefined, false).rows.map(
            rowText,
          );
          const end = all.length - Math.min(scroll, Math.max(0, all.length - height));
          expect(shown(entries, scroll)).toEqual(all.slice(Math.max(0, end - height), end));
          const { maxScroll } = windowOf(entries, scroll);
          if (scroll >= all.length - height)
            expect(maxScroll).toBe(Math.max(0, all.length - height));
          else expect(maxScroll).toBeGreaterThan(scroll);
        },
      ),
    );
  });

  it('finds its last line again when newer entries arrive, the last one grows and old ones are gone', () => {
    const text = fc.array(fc.constantFrom('word', 'a longer word', '日本語'), { maxLength: 40 });
    const change = fc.record({
      more: fc.array(text, { maxLength: 4 }),
      grown: text,
      gone: fc.nat(3),
    });
    const start = fc.array(text, { minLength: 12, maxLength: 14 });
    fc.assert(
      fc.property(
        start,
        change,
        fc.integer({ min: 1, max: 20 }),
        (texts, { more, grown, gone }, scroll) => {
          const entryOf = (words: readonly string[], number: number): TranscriptEntry =>
            assistantEntry({ key: String(number), text: words.join(' ') });
          const before = texts.map(entryOf);
          const grownTexts = texts.with(-1, [...(texts.at(-1) ?? []), ...grown]);
          const after = [...grownTexts, ...more].map(entryOf).slice(gone);
          const { anchor, rows } = windowOf(before, scroll);
          if (anchor === undefined) return;
          const below = linesBelow(after, width, false, anchor);
          if (below === undefined || below > windowOf(after, below).maxScroll) return;
          const [last] = rows.slice(-1).map(rowText);
          const isGrowing = anchor.key === String(texts.length - 1);
          if (!isGrowing) expect(shown(after, below).at(-1)).toBe(last);
          expect(below).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

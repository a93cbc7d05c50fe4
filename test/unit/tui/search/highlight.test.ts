import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TranscriptEntry } from '../../../../src/session/state.js';
import { shownTexts } from '../../../../src/tui/entry-words.js';
import { transcriptWindow } from '../../../../src/tui/layout/transcript-window.js';
import { highlightOf, highlightRow } from '../../../../src/tui/search/highlight.js';
import { countMatches, patternOf } from '../../../../src/tui/search/pattern.js';
import { rowText, span } from '../../../../src/tui/text/rows.js';
import { assistantEntry, noticeEntry, toolEntry, userEntry } from '../../../helpers/state.js';

function pattern(query: string): RegExp {
  const made = patternOf(query);
  if (made === undefined) throw new Error('a blank query');
  return made;
}

describe('what a query matches', () => {
  it.each([
    ['oslo', 'Oslo and OSLO', 2],
    ['Oslo', 'Oslo and OSLO', 1],
    ['ÅRE', 'Åre, åre, ÅRE', 1],
    ['åre', 'Åre, åre, ÅRE', 3],
    ['a b', 'a b, a\nb, a   b', 3],
    ['.*', 'any .* thing', 1],
    ['(', 'f(x)', 1],
    ['[a-z]', 'a [a-z] z', 1],
    ['\\d', '1 \\d', 1],
    ['東京', '東京は東京', 2],
  ])('%j in %j: %i', (query, text, count) => {
    expect(countMatches(text, pattern(query))).toBe(count);
  });

  it('is nothing for a blank query', () => {
    expect(patternOf('  ')).toBeUndefined();
  });

  it('is found literally, for any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (text) => {
        const made = patternOf(text);
        if (made !== undefined) expect(countMatches(`x${text}y`, made)).toBeGreaterThan(0);
      }),
    );
  });
});

describe('highlighting', () => {
  it('marks matches over the ends of pieces, and the one under the cursor', () => {
    const spans = [span('one tw'), span('o three two', 'cut')];
    expect(highlightOf(pattern('two'), 1)(spans)).toEqual([
      span('one '),
      span('tw', 'match'),
      span('o', 'match'),
      span(' three ', 'cut'),
      span('two', 'found'),
    ]);
  });

  it('never splits a character', () => {
    const row = highlightRow([span('👩‍👩‍👧 e\u0301')], pattern('👩'), 'match');
    expect(row).toEqual([span('👩‍👩‍👧', 'match'), span(' e\u0301')]);
    expect(highlightRow([span('e\u0301a')], pattern('e'), 'match')).toEqual([
      span('e\u0301', 'match'),
      span('a'),
    ]);
  });

  it('changes no text, for any query', () => {
    const words = fc.string({
      unit: fc.constantFrom('a', 'A', ' ', '\u0301', '👩', '\u200d', '.'),
    });
    fc.assert(
      fc.property(fc.array(words), words, (texts, query) => {
        const made = patternOf(query);
        if (made === undefined) return;
        const spans = texts.map((text) => span(text));
        expect(rowText(highlightOf(made, 0)(spans))).toBe(rowText(spans));
      }),
    );
  });

  it('marks in the transcript as many matches as were counted', () => {
    const words = fc
      .array(fc.constantFrom('an', 'ana', 'banana', 'x', '\n', 'long'.repeat(30)))
      .map((parts) => parts.join(' '));
    const entry = fc.oneof(
      words.map((text): TranscriptEntry => userEntry({ text, phase: 'final' })),
      words.map((text): TranscriptEntry => assistantEntry({ text })),
      words.map((text): TranscriptEntry => noticeEntry({ text })),
      words.map((text): TranscriptEntry => assistantEntry({ text, annotations: ['an ana'] })),
    );
    fc.assert(
      fc.property(entry, fc.integer({ min: 30, max: 120 }), (shown, width) => {
        const made = pattern('an');
        const counted = shownTexts(shown).reduce((sum, text) => sum + countMatches(text, made), 0);
        const window = (match: number) =>
          transcriptWindow([shown], width, 10, 0, shown.key, false, true, made, match);
        for (let match = 0; match < counted; match += 1) {
          const found = window(match)
            .rows.flat()
            .filter(({ style }) => style === 'found');
          // The view moves to the match, and a match may be wrapped.
          expect(found.map(({ text }) => text).join('')).toBe('an');
        }
        expect(
          window(counted)
            .rows.flat()
            .some(({ style }) => style === 'found'),
        ).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('marks the arguments and the result of a tool call', () => {
    const tool = toolEntry({ arguments: '{"city":"Oslo"}', output: 'rain in Oslo', phase: 'done' });
    const made = pattern('oslo');
    const rows = transcriptWindow([tool], 100, 5, 0, tool.key, false, true, made, 1).rows.flat();
    expect(rows.filter(({ style }) => style === 'match' || style === 'found')).toEqual([
      span('Oslo', 'match'),
      span('Oslo', 'found'),
    ]);
  });
});

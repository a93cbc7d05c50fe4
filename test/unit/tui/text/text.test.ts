import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { sanitise } from '../../../../src/shared/sanitise.js';
import { clipRow, padRow, rowText, rowWidth, span, spread } from '../../../../src/tui/text/rows.js';
import { fit, shorten, textWidth } from '../../../../src/tui/text/width.js';
import { createWrap, wrap } from '../../../../src/tui/text/wrap.js';

const anyText = fc.string({ unit: 'binary' }).map((text) => sanitise(text, { newlines: true }));

describe('the width of text', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['東京', 4],
    ['한글', 4],
    ['ｆｕｌｌ', 8],
    ['👍', 2],
    ['👍🏽', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['🇳🇴', 2],
    ['❤\ufe0f', 2],
    ['▁▂█', 3],
    ['…', 1],
  ])('of %j is %i cells', (text, cells) => {
    expect(textWidth(text)).toBe(cells);
  });

  it('is respected by fitting and shortening', () => {
    fc.assert(
      fc.property(anyText, fc.nat(20), (text, width) => {
        expect(textWidth(fit(text, width))).toBeLessThanOrEqual(width);
        expect(textWidth(shorten(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('shows with an ellipsis that something was left out', () => {
    expect(shorten('conversation', 8)).toBe('convers…');
    expect(shorten('short', 8)).toBe('short');
  });
});

describe('wrapping', () => {
  it('breaks at spaces, and inside a word that is too long', () => {
    expect(wrap('one two three', 7).map((line) => line.text)).toEqual(['one two', 'three']);
    expect(wrap('abcdefgh', 3).map((line) => line.text)).toEqual(['abc', 'def', 'gh']);
    expect(wrap('a\n\nb', 5).map((line) => line.text)).toEqual(['a', '', 'b']);
    expect(wrap('東京都庁', 5).map((line) => line.text)).toEqual(['東京', '都庁']);
  });

  it.each(['\u3000', '\u00a0', '\u2003', '\u2028', '\ufeff'])(
    'comes to an end where white space other than a space (%j) is all that is left',
    (white) => {
      expect(wrap(`abc ${white}`, 3).map((line) => line.text)).toEqual(['abc', white]);
      expect(wrap(white, 3).map((line) => line.text)).toEqual([white]);
    },
  );

  it('never makes a line wider than asked, and loses nothing but spaces at breaks', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 30 }), (text, width) => {
        const lines = wrap(text, width);
        for (const line of lines) {
          expect(textWidth(line.text)).toBeLessThanOrEqual(width);
          expect(text.slice(line.start, line.start + line.text.length)).toBe(line.text);
        }
        const kept = lines.map((line) => line.text).join('');
        expect(kept.replace(/[ \n]/g, '')).toBe(text.replace(/[ \n]/g, ''));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('wrapping a text that grows', () => {
  it('gives the same lines as wrapping the whole of it', () => {
    const piece = fc.oneof(anyText, fc.constantFrom('a ', 'word ', '\n', '   ', '日本', '\u0301'));
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        (pieces, width) => {
          const growing = createWrap();
          let text = '';
          for (const more of pieces) {
            text += more;
            expect(growing(`${text} …`, width)).toEqual(wrap(`${text} …`, width));
          }
          const other = text.slice(0, text.length / 2).replace('a', 'b');
          expect(growing(other, width)).toEqual(wrap(other, width));
          expect(growing(text, width + 1)).toEqual(wrap(text, width + 1));
        },
      ),
    );
  });

  it('makes only the lines at its end', () => {
    const growing = createWrap();
    const before = growing('one two '.repeat(1000), 40);
    const after = growing(`${'one two '.repeat(1000)}three`, 40);
    const remade = after.filter((line, index) => line !== before[index]);
    expect(remade.length).toBeLessThanOrEqual(4);
  });

  it('looks at a character a few times, not for every line', () => {
    const text = '日本語と English '.repeat(500);
    const segment = Reflect.get(Intl.Segmenter.prototype, 'segment');
    let looks = 0;
    vi.spyOn(Intl.Segmenter.prototype, 'segment').mockImplementation(function (
      this: Intl.Segmenter,
      piece,
    ) {
      const segments: Intl.Segments = Reflect.apply(segment, this, [piece]);
      return {
        containing: (at) => segments.containing(at),
        *[Symbol.iterator]() {
          for (const each of segments) {
            looks += 1;
            yield each;
          }
          return undefined;
        },
      };
    });
    wrap(text, 40);
    expect(looks).toBeGreaterThan(text.length / 2);
    expect(looks).toBeLessThan(4 * text.length);
  });
});

describe('rows', () => {
  it('are clipped and padded to exact widths', () => {
    const row = [span('ab'), span('東京', 'strong'), span('cd')];
    expect(rowText(clipRow(row, 3))).toBe('ab…');
    expect(rowText(clipRow(row, 4))).toBe('ab…');
    expect(rowText(clipRow(row, 5))).toBe('ab東…');
    expect(rowText(clipRow([span('ab  ')], 3))).toBe('ab ');
    expect(rowWidth(padRow(row, 3))).toBe(3);
    expect(rowWidth(padRow(row, 20))).toBe(20);
  });

  it('keep the right part at the edge when the left one is too long', () => {
    const row = spread([span('a long left part')], [span('end')], 10);
    expect(row.map((piece) => piece.text).join('')).toBe('a long…end');
  });
});

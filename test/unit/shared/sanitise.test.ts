import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitise } from '../../../src/shared/sanitise.js';

const forbidden =
  /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u;

/** Strings that contain the pieces of attacks more often than chance would. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\x1b',
        '\x1b[',
        '\x1b]52;c;',
        '\x07',
        '\x1b\\',
        '\x9b',
        '\x9d',
        '\x9c',
        '\x1bP',
        '31m',
        '\r',
        '\n',
        '\t',
        '\u202e',
        '\u2066',
        '\u0301',
        '\u200d',
        '\ud800',
        '\0',
      ),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

describe('sanitise', () => {
  it.each([
    ['a colour', 'a\x1b[31mb\x1b[0m', 'ab'],
    ['a colour in C1 spelling', 'a\x9b31mb', 'ab'],
    ['a clipboard write', 'a\x1b]52;c;aGk=\x07b', 'ab'],
    ['a window title ended by ST', 'a\x1b]0;title\x1b\\b', 'ab'],
    ['a device control string', 'a\x1bPq#0\x1b\\b', 'ab'],
    ['a full reset', 'a\x1bcb', 'ab'],
    ['a bidi override', 'abc\u202edef', 'abcdef'],
    ['a zero-width space', 'a\u200bb', 'ab'],
    ['NUL and BEL', 'a\0b\x07c', 'abc'],
    ['a tab', 'a\tb', 'a  b'],
    ['a carriage return', 'one\rtwo', 'one two'],
    ['line feeds', 'one\n\ntwo', 'one two'],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
    ['nested introducers', '\x1b\x1b[31m[31mred', '31mred'],
  ])('removes %s', (_what, text, safe) => {
    expect(sanitise(text)).toBe(safe);
  });

  it('keeps line feeds when asked, with carriage returns made into them', () => {
    expect(sanitise('a\r\nb\rc\nd', { newlines: true })).toBe('a\nb\nc\nd');
  });

  it('keeps four combining marks of a pile', () => {
    expect(sanitise(`z${'\u0301'.repeat(50)}a`)).toBe(`z${'\u0301'.repeat(4)}a`);
  });

  it('keeps ordinary text of any script, and emoji with their joiners', () => {
    for (const text of ['Grüße, 東京', 'שלום', 'नमस्ते', '👩‍👩‍👧‍👦 ok', 'é']) {
      expect(sanitise(text)).toBe(text);
    }
  });

  it('lets nothing through that a terminal obeys', () => {
    fc.assert(
      fc.property(hostile, fc.boolean(), (text, newlines) => {
        const safe = sanitise(text, { newlines });
        expect(safe).not.toMatch(forbidden);
        if (!newlines) expect(safe).not.toContain('\n');
      }),
      { numRuns: 3000 },
    );
  });

  it.each(['\x1b]', '\x1b[', '\x9d', '\x9b0', '\x1bP\x1b', '\u0301', '\r'])(
    'is done in one pass with a flood of %j',
    (piece) => {
      expect(sanitise(piece.repeat(300_000))).not.toMatch(forbidden);
    },
  );
});

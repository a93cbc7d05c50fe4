import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainLine } from '../../../src/transport/plain-text.js';

describe('a line from the far side', () => {
  test('loses escape sequences, bidi marks, zero-width characters and line breaks', () => {
    expect(plainLine('a\u001b[31mb\u202ec\u200bd\r\ne\u0085f\u2028g', 80)).toBe('a[31mbcd ef g');
  });

  test('keeps a few combining marks and no flood', () => {
    expect(plainLine(`e${'\u0301'.repeat(50)}`, 80)).toBe(`e${'\u0301'.repeat(3)}`);
  });

  test('is cut by code points with an ellipsis', () => {
    expect(plainLine('😀😀😀😀', 3)).toBe('😀😀…');
    expect(plainLine('abc', 3)).toBe('abc');
  });

  test('never holds a control or format character, nor too many characters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 1, max: 100 }),
        (text, max) => {
          const line = plainLine(text, max);
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          expect(Array.from(line).length).toBeLessThanOrEqual(max);
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeVisibly } from '../../../src/shared/escape-visibly.js';
import { sanitise } from '../../../src/shared/sanitise.js';

describe('text with characters that cannot be seen', () => {
  it.each([
    ['an escape sequence', 'a\x1b[2Jb', 'a\\u001b[2Jb'],
    ['a control string', 'Oslo\u009d; rm\u009c', 'Oslo\\u009d; rm\\u009c'],
    ['line feeds and tabs', 'a\n\tb', 'a\\u000a\\u0009b'],
    ['a bidi override', '\u202egpj', '\\u202egpj'],
    ['zero-width characters', 'a\u200b\u2060\ufeffb', 'a\\u200b\\u2060\\ufeffb'],
    ['tag characters', 'a\u{e0041}', 'a\\udb40\\udc41'],
    ['variation selectors', 'a\ufe0f', 'a\\ufe0f'],
    [
      'blanks that look like a space or nothing',
      '\u00a0\u3000\u2800\u3164',
      '\\u00a0\\u3000\\u2800\\u3164',
    ],
    ['lone surrogates', 'a\ud800b', 'a\\ud800b'],
    ['a mark that changes a sign', ';\u0338', ';\\u0338'],
    ['a pile of marks', `e${'\u0301'.repeat(5)}`, `e${'\u0301'.repeat(4)}\\u0301`],
    ['a mark behind something escaped', 'a\u034f\u0338', 'a\\u034f\\u0338'],
  ])('has %s escaped', (_what, text, shown) => {
    expect(escapeVisibly(text)).toBe(shown);
  });

  it.each(['plain "JSON" \\ text', 'Grüße, Ærø, e\u0301', '東京 한국 नमस्ते שלום', '👩 → 42 €'])(
    'stays as it is where all of it can be seen: %s',
    (text) => {
      expect(escapeVisibly(text)).toBe(text);
    },
  );

  it('is safe for a terminal, and the same JSON, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = escapeVisibly(JSON.stringify(text));
        expect(sanitise(shown)).toBe(shown);
        expect(JSON.parse(shown)).toBe(text);
      }),
      { numRuns: 10_000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { span, type Style } from '../../../src/tui/text/rows.js';
import { createTheme } from '../../../src/tui/theme.js';

const styles: readonly Style[] = [
  'plain',
  'strong',
  'dim',
  'rule',
  'user',
  'assistant',
  'tool',
  'info',
  'warning',
  'error',
  'live',
  'cut',
  'spoken',
  'in',
  'out',
  'key',
  'selected',
];

function codes(color: boolean): readonly number[] {
  const painted = createTheme(color).paint(styles.map((style) => span('x', style)));
  return [...painted.matchAll(/\x1b\[(\d+)m/g)].map((match) => Number(match[1]));
}

describe('the theme', () => {
  it("uses the sixteen colours of the terminal's own palette, never a background", () => {
    const colours = codes(true).filter((code) => code >= 30 && code !== 39);
    expect(colours.length).toBeGreaterThan(0);
    for (const code of colours) expect(code).toBeLessThanOrEqual(37);
    // White and black vanish on one kind of background or the other.
    expect(colours).not.toContain(37);
    expect(colours).not.toContain(30);
  });

  it('has no colour when none is wanted, but still strikes through, underlines and inverts', () => {
    const plain = codes(false);
    expect(plain.filter((code) => code >= 30)).toEqual([]);
    expect(plain).toEqual(expect.arrayContaining([4, 7, 9]));
  });
});

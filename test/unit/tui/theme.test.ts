import { describe, expect, it } from 'vitest';
import { meanings, type ThemeName } from '../../../src/tui/meanings.js';
import { span, type Style } from '../../../src/tui/text/rows.js';
import { createTheme, type ColorDepth } from '../../../src/tui/theme.js';

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
  'match',
  'found',
];

function painted(name: ThemeName, depth: ColorDepth, style: Style): string {
  return createTheme(name, depth).paint([span('x', style)]);
}

function codes(name: ThemeName, depth: ColorDepth): readonly number[] {
  const text = styles.map((style) => painted(name, depth, style)).join('');
  return [...text.matchAll(/\x1b\[(\d+)m/g)].map((match) => Number(match[1]));
}

type Rgb = readonly [red: number, green: number, blue: number];

/** The foreground that a terminal shows; undefined for that of plain text. */
function foreground(text: string): Rgb | undefined {
  const full = /\x1b\[38;2;(\d+);(\d+);(\d+)m/.exec(text);
  if (full !== null) return [Number(full[1]), Number(full[2]), Number(full[3])];
  const indexed = /\x1b\[38;5;(\d+)m/.exec(text);
  return indexed === null ? undefined : xtermColor(Number(indexed[1]));
}

/** The colour cube and the greys of xterm's 256 colours. */
function xtermColor(index: number): Rgb {
  if (index >= 232) {
    const grey = 8 + 10 * (index - 232);
    return [grey, grey, grey];
  }
  const level = (step: number): number => (step === 0 ? 0 : 55 + 40 * step);
  const at = index - 16;
  return [level(Math.floor(at / 36)), level(Math.floor(at / 6) % 6), level(at % 6)];
}

function hex(color: string): Rgb {
  const part = (from: number): number => Number.parseInt(color.slice(from, from + 2), 16);
  return [part(1), part(3), part(5)];
}

/** Relative luminance, by WCAG 2.2. */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const backgrounds = {
  dark: {
    black: '#000000',
    'VS Code': '#1e1e1e',
    Dracula: '#282a36',
    'Solarized dark': '#002b36',
    'One Dark': '#282c34',
    Nord: '#2e3440',
    'Gruvbox dark': '#282828',
  },
  light: {
    white: '#ffffff',
    'Solarized light': '#fdf6e3',
    'Catppuccin Latte': '#eff1f5',
    'Gruvbox light': '#fbf1c7',
    GitHub: '#f6f8fa',
  },
} as const;

const cases = (['dark', 'light'] as const).flatMap((name) =>
  Object.entries(backgrounds[name]).flatMap(([where, background]) =>
    ([2, 3] as const).map((depth) => [name, depth, where, background] as const),
  ),
);

describe('the themes', () => {
  it('have every meaning in the tests below', () => {
    expect([...styles].sort()).toEqual(Object.keys(meanings).sort());
  });

  it.each(cases)('%s at depth %i is readable on %s', (name, depth, _where, background) => {
    for (const style of styles) {
      const color = foreground(painted(name, depth, style));
      if (color === undefined) continue;
      const least = style === 'rule' ? 3 : 4.5;
      expect(contrast(color, hex(background)), style).toBeGreaterThanOrEqual(least);
    }
  });

  it('have colours of their own where the terminal has more than sixteen', () => {
    for (const name of ['dark', 'light'] as const) {
      expect(foreground(painted(name, 3, 'user'))).toBeDefined();
      expect(codes(name, 1)).toEqual(codes('terminal', 1));
    }
  });

  it("use the terminal's own palette where the background is not known, never a background colour", () => {
    const colors = codes('terminal', 3).filter((code) => code >= 30 && code !== 39);
    expect(colors.length).toBeGreaterThan(0);
    for (const code of colors) expect(code).toBeLessThanOrEqual(37);
    // White and black vanish on one kind of background or the other.
    expect(colors).not.toContain(37);
    expect(colors).not.toContain(30);
  });

  it('without colour still strike through, underline, invert and mark warnings', () => {
    const plain = codes('none', 3);
    expect(plain.filter((code) => code >= 30)).toEqual([]);
    expect(plain).toEqual(expect.arrayContaining([1, 4, 7, 9]));
    expect(painted('none', 3, 'warning')).not.toBe('x');
  });
});

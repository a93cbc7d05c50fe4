import type { Style } from './text/rows.js';

/**
 * `dark` and `light` have colours of their own, readable on any background of that kind. `terminal`: the colours of the
 * terminal's palette, for a background that is not known. `none`: no colour; the attributes stay.
 */
export type ThemeName = 'dark' | 'light' | 'terminal' | 'none';

type Mark = 'bold' | 'dim' | 'underline' | 'strikethrough' | 'inverse';

/** How a meaning looks in each theme; what is absent there has the colour of plain text. */
export interface Meaning {
  readonly dark?: string;
  readonly light?: string;
  readonly terminal?: 'cyan' | 'green' | 'magenta' | 'yellow' | 'red' | 'dim';
  readonly none?: 'bold' | 'dim';
  /** Attributes in every theme, so that nothing depends on colour alone. */
  readonly marks?: readonly Mark[];
}

const grey = { dark: '#a3acb9', light: '#585858', terminal: 'dim', none: 'dim' } as const;
const blue = { dark: '#67c7f5', light: '#0a4c94', terminal: 'cyan' } as const;
const green = { dark: '#86d992', light: '#0f4c19', terminal: 'green' } as const;
const red = { dark: '#ff9d94', light: '#a81212', terminal: 'red', none: 'bold' } as const;

/** The colours of the screen, by meaning: the one table of them. */
export const meanings: Readonly<Record<Style, Meaning>> = {
  plain: {},
  strong: { marks: ['bold'] },
  dim: grey,
  rule: { dark: '#808b9a', light: '#7c7c7c', terminal: 'dim', none: 'dim' },
  user: blue,
  assistant: green,
  tool: { dark: '#d0adff', light: '#6f18b0', terminal: 'magenta' },
  info: grey,
  warning: { dark: '#eec25a', light: '#704700', terminal: 'yellow', none: 'bold' },
  error: red,
  live: { ...red, marks: ['bold'] },
  cut: { ...grey, marks: ['strikethrough'] },
  spoken: { marks: ['underline'] },
  in: green,
  out: blue,
  key: { marks: ['bold'] },
  selected: { marks: ['inverse'] },
  match: { dark: '#eec25a', light: '#704700', terminal: 'yellow', marks: ['underline', 'bold'] },
  /** The match under the cursor. */
  found: { marks: ['inverse', 'bold'] },
};

import { Chalk, type ChalkInstance } from 'chalk';
import { meanings, type Meaning, type ThemeName } from './meanings.js';
import type { Row } from './text/rows.js';

/** Turns rows into text with colour and attributes. */
export interface Theme {
  readonly paint: (row: Row) => string;
}

/** How many colours a terminal has, as chalk counts: 16, 256 or all of them. */
export type ColorDepth = 1 | 2 | 3;

/** What a style writes before and after a text. */
interface Look {
  readonly open: string;
  readonly close: string;
}

/** `dark` and `light` need more than sixteen colours; with fewer the terminal's own are used. */
export function createTheme(name: ThemeName, depth: ColorDepth): Theme {
  const chalk = new Chalk({ level: depth });
  const shown = depth === 1 && name !== 'none' ? 'terminal' : name;
  // Chalk is asked once a style, not once a text: a frame has hundreds.
  const looks = new Map(
    Object.entries(meanings).map(([style, meaning]) => [style, lookOf(meaning, shown, chalk)]),
  );
  return {
    paint(row) {
      let painted = '';
      let look = noLook;
      for (const { style, text } of row) {
        const wanted = looks.get(style) ?? noLook;
        if (wanted.open !== look.open && text !== '') {
          painted += look.close + wanted.open;
          look = wanted;
        }
        painted += text;
      }
      return painted + look.close;
    },
  };
}

const noLook: Look = { open: '', close: '' };

function lookOf(meaning: Meaning, name: ThemeName, chalk: ChalkInstance): Look {
  const [open = '', close = ''] = styled(meaning, name, chalk)('x').split('x');
  return { open, close };
}

function styled(meaning: Meaning, name: ThemeName, chalk: ChalkInstance): ChalkInstance {
  const marked = (meaning.marks ?? []).reduce((style, mark) => style[mark], chalk);
  switch (name) {
    case 'dark':
    case 'light': {
      const color = meaning[name];
      return color === undefined ? marked : marked.hex(color);
    }
    case 'terminal':
    case 'none': {
      const modifier = meaning[name];
      return modifier === undefined ? marked : marked[modifier];
    }
  }
}

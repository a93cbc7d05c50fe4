import type { Row, Style } from './text/rows.js';

/** Turns rows into text with colour and attributes. */
export interface Theme {
  readonly paint: (row: Row) => string;
}

/**
 * The look of each meaning, as parameters of SGR. Only the sixteen colours of the terminal's own palette, so that it
 * stays readable on light and dark backgrounds.
 */
const coloured: Readonly<Record<Style, string>> = {
  plain: '',
  strong: '1',
  dim: '2',
  rule: '2',
  user: '36',
  assistant: '32',
  tool: '35',
  info: '2',
  warning: '33',
  error: '31',
  live: '1;31',
  cut: '2;9',
  spoken: '4',
  in: '32',
  out: '36',
  key: '1',
  selected: '7',
};

/** Without colour the attributes stay: what was cut is struck through, what is selected inverse. */
const colourless: typeof coloured = {
  ...coloured,
  user: '',
  assistant: '',
  tool: '',
  warning: '1',
  error: '1',
  live: '1',
  in: '',
  out: '',
};

const reset = '\x1b[0m';

export function createTheme(color: boolean): Theme {
  const looks = color ? coloured : colourless;
  return {
    paint(row) {
      let painted = '';
      let look = '';
      for (const { style, text } of row) {
        const wanted = looks[style];
        if (wanted !== look && text !== '') {
          if (look !== '') painted += reset;
          if (wanted !== '') painted += `\x1b[${wanted}m`;
          look = wanted;
        }
        painted += text;
      }
      return look === '' ? painted : painted + reset;
    },
  };
}

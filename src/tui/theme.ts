import { Chalk, type ChalkInstance } from 'chalk';
import type { Row, Style } from './text/rows.js';

/** Turns rows into text with colour and attributes. */
export interface Theme {
  readonly paint: (row: Row) => string;
}

/** What a style writes before and after a text. */
interface Look {
  readonly open: string;
  readonly close: string;
}

/**
 * The look of each meaning. Only the sixteen colours of the terminal's own palette, so that it stays readable on light
 * and dark backgrounds. Without colour the attributes stay: what was cut is struck through, what is selected inverse.
 */
export function createTheme(color: boolean): Theme {
  const chalk = new Chalk({ level: 1 });
  const styles = color ? stylesOf(chalk) : { ...stylesOf(chalk), ...colourless(chalk) };
  // Chalk is asked once a style, not once a text: a frame has hundreds.
  const looks = new Map(Object.entries(styles).map(([style, apply]) => [style, lookOf(apply)]));
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

function lookOf(apply: (text: string) => string): Look {
  const [open = '', close = ''] = apply('x').split('x');
  return { open, close };
}

function stylesOf(chalk: ChalkInstance): Record<Style, (text: string) => string> {
  return {
    plain: (text) => text,
    strong: chalk.bold,
    dim: chalk.dim,
    rule: chalk.dim,
    user: chalk.cyan,
    assistant: chalk.green,
    tool: chalk.magenta,
    info: chalk.dim,
    warning: chalk.yellow,
    error: chalk.red,
    live: chalk.bold.red,
    cut: chalk.dim.strikethrough,
    spoken: chalk.underline,
    in: chalk.green,
    out: chalk.cyan,
    key: chalk.bold,
    selected: chalk.inverse,
    match: chalk.black.bgYellow,
    found: chalk.black.bgGreen.bold,
  };
}

/** The styles that have a colour, without it. */
function colourless(chalk: ChalkInstance): Partial<Record<Style, (text: string) => string>> {
  const bare = (text: string): string => text;
  return {
    user: bare,
    assistant: bare,
    tool: bare,
    warning: chalk.bold,
    error: chalk.bold,
    live: chalk.bold,
    in: bare,
    out: bare,
    match: chalk.underline,
    found: chalk.inverse.bold,
  };
}

import { Chalk, type ChalkInstance } from 'chalk';
import type { Row, Style } from './text/rows.js';

/** Turns rows into text with colour and attributes. */
export interface Theme {
  paint(row: Row): string;
}

/**
 * The look of each meaning. Only the sixteen colours of the terminal's own palette, so that it stays readable on light
 * and dark backgrounds. Without colour the attributes stay: what was cut is struck through, what is selected inverse.
 */
export function createTheme(color: boolean): Theme {
  const chalk = new Chalk({ level: 1 });
  const styles = color ? stylesOf(chalk) : { ...stylesOf(chalk), ...colourless(chalk) };
  return {
    // As Ink spells a line: neighbours that look the same are one piece, and no bare spaces stand at the end.
    paint: (row) => {
      const pieces: { style: Style; text: string; look: string }[] = [];
      for (const { style, text } of row) {
        const look = styles[style]('x');
        const before = pieces.at(-1);
        if (before?.look === look) before.text += text;
        else if (text !== '') pieces.push({ style, text, look });
      }
      return pieces
        .map(({ style, text }) => styles[style](text))
        .join('')
        .trimEnd();
    },
  };
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
  };
}

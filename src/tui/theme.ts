import { Chalk, type ChalkInstance } from 'chalk';
import type { Row, Style } from './text/rows.js';

/** Turns rows into text with colour and attributes. */
export interface Theme {
  paint(row: Row): string;
}

/**
 * The look of each meaning. Only the sixteen colours of the terminal's own palette, so that it stays readable on light
 * and dark backgrounds; without colour the text is bare, because no state is told by colour alone.
 */
export function createTheme(color: boolean): Theme {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const styles = stylesOf(chalk);
  return {
    paint: (row) => row.map((piece) => styles[piece.style](piece.text)).join(''),
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

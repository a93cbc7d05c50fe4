import type { Row } from '../../tui/text/rows.js';
import { createTheme } from '../../tui/theme.js';
import { screenColors } from '../terminal/screen-colors.js';
import { stdout } from '../terminal/standard-streams.js';

const usualWidth = 80;
const widest = 120;

/** Columns of a report: those of the terminal, up to a limit. */
export function reportWidth(): number {
  const { isTTY, columns } = process.stdout;
  return isTTY ? Math.min(columns, widest) : usualWidth;
}

/** Prints a report, in colour on a terminal. */
export function printRows(rows: readonly Row[]): void {
  const { theme, colorDepth } = screenColors('auto', process.env);
  // The report is over before a terminal could answer what its background is.
  const { paint } = createTheme(theme === 'auto' ? 'terminal' : theme, colorDepth);
  const text = (row: Row): string =>
    process.stdout.isTTY ? paint(row) : row.map((piece) => piece.text).join('');
  for (const row of rows) stdout.write(`${text(row).trimEnd()}\n`);
}

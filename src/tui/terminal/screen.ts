import type { TerminalOutput } from './terminal.js';
import { graphemes, graphemeWidth, isSimple } from '../text/width.js';

const escape = '\x1b[';
const beginUpdate = `${escape}?2026h`;
const endUpdate = `${escape}?2026l`;
const clearAll = `${escape}0m${escape}2J${escape}?25l`;

export interface Cursor {
  readonly row: number;
  readonly column: number;
}

/** The only writer to the terminal while the screen is open. */
export interface Screen {
  /** Shows these lines from the top, as many as the terminal has rows; only those that changed are written. */
  draw(lines: readonly string[], cursor: Cursor | undefined): void;
  /** The next `draw` clears the terminal and writes every line. */
  clear(): void;
}

/**
 * A screen that writes only differences. Lines contain text and SGR sequences, nothing else.
 * @param written called when the terminal has taken what was drawn
 */
export function createScreen(
  output: Pick<TerminalOutput, 'write' | 'columns' | 'rows'>,
  written: () => void = () => undefined,
): Screen {
  let shown: readonly string[] = [];
  let shownCursor: Cursor | undefined;
  let toClear = false;

  return {
    draw(lines, cursor) {
      const parts: string[] = toClear ? [clearAll] : [];
      toClear = false;
      const wanted = lines.slice(0, output.rows).map((line) => line.trimEnd());
      wanted.forEach((line, row) => {
        if (line !== (shown[row] ?? ''))
          parts.push(moveTo(row, 0), writeLine(line, output.columns));
      });
      const moved = !sameCursor(cursor, shownCursor);
      shown = wanted;
      shownCursor = cursor;
      if (parts.length === 0 && !moved) return;
      // Writing moves the cursor: put it back.
      if (cursor !== undefined) parts.push(moveTo(cursor.row, cursor.column), `${escape}?25h`);
      else if (moved) parts.push(`${escape}?25l`);
      output.write(beginUpdate + parts.join('') + endUpdate, written);
    },
    clear() {
      shown = [];
      shownCursor = undefined;
      toClear = true;
    },
  };
}

function sameCursor(left: Cursor | undefined, right: Cursor | undefined): boolean {
  return left?.row === right?.row && left?.column === right?.column;
}

function moveTo(row: number, column: number): string {
  return `${escape}${String(row + 1)};${String(column + 1)}H`;
}

const sgr = /\x1b\[[\d;:]*m/g;

function writeLine(line: string, columns: number): string {
  const text = line.replace(sgr, '');
  if (isSimple(text)) {
    // Behind a full line the cursor stands on its last character, which the erasure would take.
    return `${line}${escape}0m${text.length < columns ? `${escape}K` : ''}`;
  }
  return `${escape}2K${pinned(line, columns)}${escape}0m`;
}

/**
 * Terminals disagree on the width of emoji, combined and ambiguous characters. After each of them the column is set
 * again and anything drawn beyond it is erased, so that the next character is where the layout puts it.
 */
function pinned(line: string, columns: number): string {
  let result = '';
  let column = 0;
  let from = 0;
  const takeText = (text: string): void => {
    for (const grapheme of graphemes(text)) {
      column += graphemeWidth(grapheme);
      result += grapheme;
      // Beyond the last column there is nothing to erase, and the cursor could only step back onto the last cell.
      if (!isSimple(grapheme) && column < columns)
        result += `${escape}${String(column + 1)}G${escape}K`;
    }
  };
  for (const match of line.matchAll(sgr)) {
    takeText(line.slice(from, match.index));
    result += match[0];
    from = match.index + match[0].length;
  }
  takeText(line.slice(from));
  return result;
}

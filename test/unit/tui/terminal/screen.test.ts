import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScreen } from '../../../../src/tui/terminal/screen.js';
import { clipRow, span } from '../../../../src/tui/text/rows.js';
import { graphemes, graphemeWidth } from '../../../../src/tui/text/width.js';
import { FakeTerminal } from '../../../helpers/terminal.js';
import { runs } from '../../../helpers/property-runs.js';

const columns = 24;
const rows = 6;

/** Pieces of lines whose width terminals agree on, do not agree on, and styled ones. */
const piece = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 10 }),
  fc.constantFrom('東京', '한글', 'é', 'e\u0301', '👍', '👩‍👩‍👧', '❤\ufe0f', '●', '│', '█', '…', '  '),
);
const line = fc.array(piece, { maxLength: 6 }).map((parts) =>
  clipRow([span(parts.join(''))], columns)
    .map((part) => part.text)
    .join('')
    .trimEnd(),
);
const styled = fc.tuple(line, line).map(([left, right]) => {
  const clipped = clipRow([span(left), span(right)], columns).map((part) => part.text);
  return `\x1b[1m${clipped[0] ?? ''}\x1b[22m${clipped[1] ?? ''}`;
});
const frameOf = fc.array(fc.oneof(line, styled), { minLength: rows, maxLength: rows });

/** The cells that a line should fill, by the layout's own idea of width. */
function modelCells(text: string): { readonly column: number; readonly grapheme: string }[] {
  let column = 0;
  return graphemes(text.replace(/\x1b\[[\d;]*m/g, '')).flatMap((grapheme) => {
    const width = graphemeWidth(grapheme);
    const cell = { column, grapheme };
    column += width;
    return width === 0 ? [] : [cell];
  });
}

describe('the screen writer', () => {
  it('erases the rest of a line, but not the last character of a full one', () => {
    const terminal = new FakeTerminal(columns, rows);
    const screen = createScreen(terminal.output);
    screen.draw(['─'.repeat(columns), '─'.repeat(columns - 1)], undefined);
    const [full, short] = terminal.output.writes.join('').split('\x1b[2;1H');
    expect(full).not.toContain('\x1b[K');
    expect(short).toContain('\x1b[K');
  });

  it('puts every character where the layout has it, after any sequence of frames', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(frameOf, { minLength: 1, maxLength: 8 }), async (frames) => {
        const terminal = new FakeTerminal(columns, rows);
        terminal.output.write('\x1b[?7l');
        const screen = createScreen(terminal.output);
        for (const frame of frames) screen.draw(frame, undefined);
        const last = frames.at(-1) ?? [];
        for (const [row, text] of last.entries()) {
          const cells = await terminal.cells(row);
          const model = modelCells(text);
          const expected: string[] = Array.from({ length: columns }, () => '');
          for (const { column, grapheme } of model) {
            expected[column] = grapheme === ' ' ? '' : grapheme.normalize();
          }
          model.forEach(({ column, grapheme }, index) => {
            // How a terminal splits a joined character over cells is its own; what comes after must not move.
            if (/\p{Emoji_Presentation}|\ufe0f/u.test(grapheme)) return;
            const cell = (cells[column] ?? '').normalize().replace(' ', '');
            expect(cell, `row ${String(row)}, character ${String(index)}`).toBe(expected[column]);
          });
          const end = model.at(-1);
          const used = end === undefined ? 0 : end.column + graphemeWidth(end.grapheme);
          expect(cells.slice(used).join('').trim()).toBe('');
        }
        expect((await terminal.screen()).scrolledLines).toBe(0);
      }),
      { numRuns: runs(50, 200) },
    );
  });

  it('writes nothing for a frame that is already there', () => {
    fc.assert(
      fc.property(frameOf, (frame) => {
        const terminal = new FakeTerminal(columns, rows);
        const screen = createScreen(terminal.output);
        screen.draw(frame, undefined);
        const before = terminal.output.writes.length;
        screen.draw([...frame], undefined);
        expect(terminal.output.writes.length).toBe(before);
      }),
      { numRuns: 50 },
    );
  });

  it('writes only the lines that changed, in one synchronized update', () => {
    const terminal = new FakeTerminal(columns, rows);
    const screen = createScreen(terminal.output);
    screen.draw(['one', 'two', 'three'], undefined);
    terminal.output.writes.length = 0;
    screen.draw(['one', '2', 'three'], undefined);
    expect(terminal.output.writes).toEqual(['\x1b[?2026h\x1b[2;1H2\x1b[0m\x1b[K\x1b[?2026l']);
  });

  it('shows the cursor where it is asked for, and hides it again', () => {
    const terminal = new FakeTerminal(columns, rows);
    const screen = createScreen(terminal.output);
    screen.draw(['say'], { row: 0, column: 3 });
    expect(terminal.output.writes.at(-1)).toMatch(/\x1b\[1;4H\x1b\[\?25h\x1b\[\?2026l$/);
    screen.draw(['say'], undefined);
    expect(terminal.output.writes.at(-1)).toBe('\x1b[?2026h\x1b[?25l\x1b[?2026l');
  });
});

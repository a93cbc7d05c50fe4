import { describe, expect, it } from 'vitest';
import { commandTable } from '../../../../src/session/commands/command-table.js';
import { layoutFrame } from '../../../../src/tui/layout/frame.js';
import { rowText } from '../../../../src/tui/text/rows.js';
import { keys, paste, play } from '../../../helpers/keys.js';
import { sessionState, userEntry } from '../../../helpers/state.js';

const state = sessionState({ transcript: [userEntry()] });
const sizes = [
  [80, 24],
  [120, 40],
  [40, 10],
] as const;

function frameOf(text: string, columns: number, rows: number, ...names: readonly string[]) {
  const { ui } = play(state, [...keys('i'), paste(text), ...keys(...names)]);
  const frame = layoutFrame(state, ui, { columns, rows });
  return { ...frame, lines: frame.rows.map(rowText) };
}

describe('the palette on the screen', () => {
  it.each(sizes)('stands above the line that is being typed, at %i×%i', (columns, rows) => {
    const { lines, cursor } = frameOf('/', columns, rows);
    expect(lines).toHaveLength(rows);
    const box = lines.findIndex((line) => /› \/$/.test(line.trimEnd()) && !line.includes('/voice'));
    expect(cursor?.row).toBe(box);
    const offered = lines.flatMap((line, row) => (/^ [› ] \/[a-z]/.test(line) ? [row] : []));
    expect(offered.length).toBeGreaterThanOrEqual(rows < 16 ? 3 : 8);
    expect(offered).toEqual(offered.map((_, index) => box - offered.length + index));
    expect(lines[offered[0] ?? 0]).toMatch(/^ › \/voice NAME/);
    const more = commandTable.length - offered.length;
    expect(lines[box - 1]).toMatch(new RegExp(` \\+${String(more)} $`));
  });

  it('shows that a description is shortened', () => {
    for (const line of frameOf('/', 80, 24).lines) {
      const cut = /^ {3}\/\S+.*\S$/.test(line) && line.length === 80;
      if (cut) expect(line.trimEnd()).toMatch(/(…|\+\d+)$/);
    }
  });

  it('moves with the choice that is picked', () => {
    const { lines } = frameOf('/', 40, 10, 'up');
    expect(lines.some((line) => line.startsWith(' › /quit'))).toBe(true);
  });

  it('shows what the command takes when there is nothing to choose', () => {
    const { lines } = frameOf('/say hello', 80, 24);
    expect(lines.some((line) => /^ {3}\/say TEXT +say a turn/.test(line))).toBe(true);
  });

  it('says that there is no such command', () => {
    expect(frameOf('/nothing', 80, 24).lines).toContain('   No such command.');
  });

  it.each(['hello', '//help', ''])('is not there for %j', (text) => {
    const plain = frameOf(text, 80, 24).lines.length;
    expect(plain).toBe(24);
    expect(frameOf(text, 80, 24).lines.some((line) => line.includes('/voice'))).toBe(false);
  });
});

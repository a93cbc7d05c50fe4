import { afterAll, describe, expect, it } from 'vitest';
import { mountInk } from '../../src/tui/ink/mount-ink.js';
import { layoutFrame } from '../../src/tui/layout/frame.js';
import { createScreen } from '../../src/tui/terminal/screen.js';
import { rowText, rowWidth } from '../../src/tui/text/rows.js';
import { createTheme } from '../../src/tui/theme.js';
import { gridDifference } from '../helpers/grid.js';
import { looseEnd } from '../helpers/loose-ends.js';
import { RandomSession, randomUi, seeded } from '../helpers/random-session.js';
import { runs } from '../helpers/property-runs.js';
import { FakeTerminal } from '../helpers/terminal.js';

const scripts = runs(10, 10_000);
const framesPerScript = 6;
const framesPerWidth = runs(2, framesPerScript);
const sizes = [
  [20, 3],
  [40, 10],
  [80, 24],
  [120, 40],
  [160, 50],
  [200, 60],
] as const;

/** What a terminal obeys or what reorders a line: controls of both sets and the bidi controls. */
const control = /[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const { paint } = createTheme('dark', 3);
const ink = mountInk();
afterAll(() => {
  ink.unmount();
});

/** Runs one script, a frame every few events; returns what was wrong, with the seed to repeat it. */
async function wrongIn(
  seed: number,
  columns: number,
  rows: number,
  frames = framesPerScript,
): Promise<string | undefined> {
  const random = seeded(seed);
  const session = new RandomSession(random);
  const terminal = new FakeTerminal(columns, rows);
  terminal.output.write('\x1b[?7l');
  const screen = createScreen(terminal.output);
  for (let frameNumber = 0; frameNumber < frames; frameNumber += 1) {
    for (let left = Math.floor(random() * 12); left >= 0; left -= 1) session.step();
    const { state } = session;
    const ui = randomUi(random, state);
    const size = { columns, rows };
    const frame = layoutFrame(state, ui, size);
    screen.draw(ink.draw({ state, ui, size }, paint), frame.cursor);
    const at = `seed ${String(seed)}, frame ${String(frameNumber)}`;
    if (frame.rows.length !== rows) return `${at}: ${String(frame.rows.length)} rows`;
    const loose = looseEnd(frame.rows);
    if (loose !== undefined) return `${at}: ${loose}`;
    const cells = await terminal.cellGrid();
    for (const [index, row] of frame.rows.entries()) {
      const where = `${at}, row ${String(index)} ${JSON.stringify(rowText(row))}`;
      if (rowWidth(row) > columns) return `${where}: wider than the screen`;
      if (control.test(rowText(row))) return `${where}: a control character`;
      const difference = gridDifference(row, cells[index] ?? []);
      if (difference !== undefined) return `${where}: ${difference}`;
    }
  }
  const { scrolledLines } = await terminal.screen();
  return scrolledLines === 0 ? undefined : `seed ${String(seed)}: the screen scrolled`;
}

describe('the grid of the terminal', () => {
  it.each(sizes)(
    `is that of a plain model at %i×%i after each of ${String(scripts)} random event scripts`,
    async (columns, rows) => {
      for (let seed = 1; seed <= scripts; seed += 1) {
        expect(await wrongIn(seed * 3 + columns, columns, rows)).toBeUndefined();
      }
    },
    30 * 60_000,
  );

  it(
    'is that at every width from 20 to 200 columns, too',
    async () => {
      for (let columns = 20; columns <= 200; columns += 1)
        expect(await wrongIn(columns, columns, 5 + (columns % 36), framesPerWidth)).toBeUndefined();
    },
    30 * 60_000,
  );
});

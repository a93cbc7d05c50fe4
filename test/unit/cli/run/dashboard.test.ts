import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dashboard } from '../../../../src/cli/run/dashboard.js';
import { FakeTerminal } from '../../../helpers/terminal.js';

let terminal: FakeTerminal;
let dashboard: Dashboard;
let nowMs = 0;
const screen = { columns: 40, rows: 10 };
const scripts = Array.from({ length: 6 }, (_, index) => ({
  file: `/builds/voice/conversations/script-${String(index)}.yaml`,
  run: 1,
  attempt: 1,
}));

beforeEach(() => {
  nowMs = 0;
  terminal = new FakeTerminal(screen.columns, screen.rows);
  dashboard = new Dashboard(
    screen,
    // A real terminal adds the carriage returns.
    (text) => {
      terminal.output.write(text.replaceAll('\n', '\r\n'));
    },
    scripts.length,
    () => nowMs,
  );
});
afterEach(() => {
  dashboard.close();
});

async function shown(): Promise<readonly string[]> {
  const lines = await terminal.grid();
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}

describe('what a terminal shows while scripts run', () => {
  it('takes half of the screen at most, and keeps the ends of long names', async () => {
    for (const script of scripts) dashboard.start(script, script, 3);
    nowMs = 65_000;
    for (const script of scripts) dashboard.step(script, 1);
    dashboard.print([]);
    expect(await shown()).toEqual([
      '1:05  0/6 done, 6 running',
      '  1:05  step 2/3  …ations/script-0.yaml',
      '  1:05  step 2/3  …ations/script-1.yaml',
      '  1:05  step 2/3  …ations/script-2.yaml',
      '  and 3 more',
    ]);
  });

  it('stays below the results, and leaves only these', async () => {
    const [first, second] = scripts;
    if (first === undefined || second === undefined) throw new Error('too few scripts');
    dashboard.start(first, first, 1);
    dashboard.start(second, second, 0);
    dashboard.end(first, false);
    dashboard.print(['FAIL   script-0.yaml', '  expected   Hello']);
    expect(await shown()).toEqual([
      'FAIL   script-0.yaml',
      '  expected   Hello',
      '0:00  1/6 done, 1 not passed, 1 running',
      '  0:00  …ce/conversations/script-1.yaml',
    ]);
    dashboard.close();
    expect(await shown()).toEqual(['FAIL   script-0.yaml', '  expected   Hello']);
  });
});

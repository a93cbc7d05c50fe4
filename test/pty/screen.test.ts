import { describe, expect } from 'vitest';
import { openBusyServer } from '../helpers/busy-server.js';
import { temporaryFolder } from '../helpers/program.js';
import { it, type Open, type PtyProgram } from '../helpers/pty.js';

const cwd = temporaryFolder();

const sizes = [
  [80, 24],
  [120, 40],
  [40, 10],
] as const;

/** The header is the first row and there is one of it; the last row is the footer, on a small screen the status. */
function fits(program: PtyProgram, columns: number, rows: number): boolean {
  const screen = program.screen();
  const last = columns < 60 || rows < 16 ? '○ ready' : 'F1 help';
  return (
    screen.length === rows &&
    screen[0]?.includes(' emulator · gpt-realtime') === true &&
    screen.filter((row) => row.includes(' emulator · gpt-realtime')).length === 1 &&
    screen[rows - 1]?.includes(last) === true &&
    screen.every((row) => row.length <= columns)
  );
}

async function start(open: Open, columns: number, rows: number): Promise<PtyProgram> {
  const program = open(['talk', '--text'], { cwd, columns, rows });
  await program.waitFor('○ ready');
  return program;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

describe.concurrent('the screen in a terminal', () => {
  for (const [columns, rows] of sizes)
    it(`fits ${String(columns)}×${String(rows)} exactly, also with more said than it holds`, async ({
      open,
    }) => {
      const program = await start(open, columns, rows);
      await program.say('tell me a story');
      await program.waitFor('with a good ear.');
      await program.waitFor(() => fits(program, columns, rows));
      expect(program.terminal().alternateScreen).toBe(true);
      expect(program.scrolledLines()).toBe(0);
    });

  it('follows the terminal to another size while it runs', async ({ open }) => {
    const program = await start(open, 120, 40);
    await program.say('hello');
    await program.waitFor('bot Hello!');
    await program.waitFor('○ ready');
    for (const [columns, rows] of [
      [40, 10],
      [80, 24],
      [120, 40],
      [20, 5],
      [80, 24],
    ] as const) {
      program.resize(columns, rows);
      if (columns > 20) await program.waitFor(() => fits(program, columns, rows));
      else await program.waitFor((screen) => screen[0]?.includes('emulator') === true);
      expect(program.scrolledLines()).toBe(0);
    }
    await program.waitFor('bot Hello!');
    expect(await program.quit()).toBe(0);
  });

  it('is cleared at the start and at a change of size only, and every frame is one update', async ({
    open,
  }) => {
    const program = await start(open, 80, 24);
    expect(count(program.written, '\x1b[2J')).toBe(1);
    await program.say('tell me a story');
    await program.waitFor('with a good ear.');
    await program.waitFor('○ ready');
    expect(count(program.written, '\x1b[2J')).toBe(1);
    program.resize(100, 30);
    await program.waitFor((screen) => screen[29]?.includes('F1 help') === true);
    expect(count(program.written, '\x1b[2J')).toBe(2);
    await program.quiet(300);
    const frames = program.written.slice(program.written.indexOf('\x1b[?2026h'));
    const between = frames.split(/\x1b\[\?2026h[^]*?\x1b\[\?2026l/);
    expect(between.length).toBeGreaterThan(10);
    expect(between.join('')).toBe('');
  });

  it('shows a far side of 500 events a second in at most 30 frames a second, each in its place', async ({
    open,
  }) => {
    const server = await openBusyServer();
    try {
      const program = open(['talk', '--text', '--endpoint', server.url], {
        cwd,
        env: { AZURE_VOICELIVE_API_KEY: 'key-of-a-test' },
      });
      await program.waitFor('○ ready');
      await program.quiet(300);
      const before = program.written.length;
      server.flood(500);
      const startedMs = performance.now();
      await program.waitFor(() => server.sent >= 1_500);
      server.flood(0);
      await program.quiet(300);
      const seconds = (performance.now() - startedMs) / 1000;
      const flood = program.written.slice(before);
      const frames = [...flood.matchAll(/\x1b\[\?2026h([^]*?)\x1b\[\?2026l/g)];
      expect(frames.map(([whole]) => whole).join('')).toBe(flood);
      expect(frames.length).toBeGreaterThan(20);
      expect(frames.length).toBeLessThanOrEqual(Math.ceil(seconds * 30) + 1);
      for (const [, frame = ''] of frames) {
        expect(frame).not.toMatch(/[\n\x0b\x0c]|\x1b\[\d*[JST]|\x1b[DEM]/);
        for (const [, row = ''] of frame.matchAll(/\x1b\[(\d+);\d+H/g))
          expect(Number(row)).toBeLessThanOrEqual(24);
      }
      expect(program.scrolledLines()).toBe(0);
    } finally {
      await server.close();
    }
  });

  it('writes nothing in ten seconds in which nothing happens', async ({ open }) => {
    const program = await start(open, 80, 24);
    await program.quiet(300);
    const before = program.written.length;
    await program.quiet(10_000, 10_100);
    expect(program.written.length).toBe(before);
    expect(program.screen()[0]).toContain(' emulator · gpt-realtime');
  });
});

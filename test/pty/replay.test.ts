import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { temporaryFolder } from '../helpers/program.js';
import { it, untouchedTerminal, type Open, type PtyProgram } from '../helpers/pty.js';

const cwd = temporaryFolder({ holdsCopies: true });
const sample = new URL('../../recordings/sample', import.meta.url).pathname;

function replay(open: Open, ...args: readonly string[]): PtyProgram {
  return open(['replay', '--no-audio', ...args], { cwd, columns: 120, rows: 40 });
}

/** The status line: the second but last row. */
function status(screen: readonly string[]): string {
  return screen.at(-2) ?? '';
}

/** The last line of the event log. */
function newestEvent(screen: readonly string[]): string | undefined {
  return screen.findLast((row) => /│ .*\d\.\d{3} /.test(row))?.split('│')[1];
}

describe.concurrent('a replay in a terminal', () => {
  it('shows the session as it went on, pauses, and leaves with q and 0', async ({ open }) => {
    const program = replay(open, '--sample');
    await program.waitFor((screen) => /▶ 0:0\d\/0:1\d 1× no sound/.test(status(screen)));
    expect(program.screen()[0]).toContain('replay');
    program.press(' ');
    await program.waitFor((screen) => status(screen).includes('⏸'));
    program.press('q');
    expect(await program.exitCode()).toBe(0);
    expect(program.terminal()).toEqual(untouchedTerminal);
  });

  it('goes from turn to turn, to interruptions, event by event and to the end', async ({
    open,
  }) => {
    const program = replay(open, '--sample', '--from', 'turn:3');
    await program.waitFor(/you .*Tell me a story/);
    program.press(' ');
    await program.waitFor((screen) => status(screen).includes('⏸'));
    // To the start of this turn, then to the one before it.
    program.press('\x1b[1;2D');
    program.press('\x1b[1;2D');
    await program.waitFor((screen) => !screen.join().includes('keeper'));
    program.press(']');
    await program.waitFor(/heard \d+ of \d+ ms/);
    program.press('[');
    await program.waitFor('There is no earlier interruption or error.');
    const newest = newestEvent(program.screen());
    program.press(',');
    await program.waitFor((screen) => newestEvent(screen) !== newest);
    program.press('.');
    await program.waitFor((screen) => newestEvent(screen) === newest);
    for (let press = 0; press < 4; press += 1) program.press('\x1b[C');
    await program.waitFor(/bot .*In Oslo it is/);
    program.press('.');
    await program.waitFor('There is no later event.');
  });

  it('plays as fast as a digit says, and to the end at once with --speed max', async ({ open }) => {
    const program = replay(open, '--sample');
    await program.waitFor('▶');
    program.press('8');
    await program.waitFor(' 8× no sound');
    await program.waitFor((screen) => status(screen).includes('⏸'));
    await program.waitFor(/bot .*In Oslo it is/);
    const fast = replay(open, '--sample', '--speed', 'max');
    await fast.waitFor((screen) => /⏸ 0:1\d\/0:1\d max/.test(status(screen)));
  });

  it('has the keys that look, and none that would act on a session', async ({ open }) => {
    const program = replay(open, '--sample', '--speed', 'max');
    await program.waitFor('⏸');
    program.press('?');
    await program.waitFor('go to the next interruption or error');
    expect(program.words()).not.toMatch(/mute|approve|push-to-talk|type a turn/);
    program.press('escape');
    await program.waitFor((screen) => !screen.join().includes('go to the next interruption'));
    // Keys in one read would count as a paste.
    for (const key of ['m', 'i', 'e']) {
      program.press(key);
      await program.quiet(200);
    }
    await program.waitFor('Enter open');
    program.press('enter');
    await program.waitFor('"type"');
  });

  it('follows a recording that is still being written', async ({ open }) => {
    const folder = join(cwd, 'growing');
    await cp(sample, folder, { recursive: true });
    const log = join(folder, 'events.jsonl');
    const whole = await readFile(log, 'utf8');
    await writeFile(log, whole.slice(0, Math.floor(whole.length / 2)));
    const program = replay(open, folder, '--speed', 'max');
    await program.waitFor('(follows)');
    await program.waitFor('The event log has no end: it is still being written');
    await writeFile(log, whole);
    await program.waitFor(/bot .*In Oslo it is/);
    await program.waitFor((screen) => status(screen).includes('⏸'));
    expect(program.words()).not.toContain('(follows)');
  });

  it('plays what there is of a recording without a log, or with one from the future', async ({
    open,
  }) => {
    const folder = join(cwd, 'only-sound');
    await cp(sample, folder, { recursive: true });
    await rm(join(folder, 'events.jsonl'));
    const program = open(['replay', folder, '--speaker', 'none'], { cwd, columns: 120, rows: 40 });
    await program.waitFor('There is no event log, only sound');
    await program.waitFor((screen) => /▶ 0:0\d\/0:1\d 1× /.test(status(screen)));
    program.press('q');
    expect(await program.exitCode()).toBe(0);
  });
});

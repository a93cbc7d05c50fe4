import { describe, expect } from 'vitest';
import { temporaryFolder } from '../helpers/program.js';
import { it, type Open, type PtyProgram } from '../helpers/pty.js';

const cwd = temporaryFolder();
const withoutDevices = ['talk', '--mic', 'none', '--speaker', 'none'];

async function start(open: Open, args: readonly string[], columns = 80, rows = 24) {
  const program = open(args, { cwd, columns, rows });
  await program.waitFor('○ ready');
  return program;
}

/** The program still runs, and the text is in the box. */
async function holds(program: PtyProgram, text: string): Promise<void> {
  await program.waitFor(`› ${text}`);
  expect(program.terminal().alternateScreen).toBe(true);
}

describe.concurrent('what is typed', () => {
  it('goes into the box of a text session from the start, and no key of it is a command', async ({
    open,
  }) => {
    const program = await start(open, ['talk', '--text']);
    expect(program.screen().join('\n')).toContain(' › type a message, / for commands');
    await program.type('hello');
    await program.waitFor('› hello');
    program.press('enter');
    await program.type('quick question');
    await holds(program, 'quick question');
    program.press('enter');
    await program.waitFor('you quick question');
  });

  it('goes into the box of a voice session until Esc: i, hello, Enter, quick question', async ({
    open,
  }) => {
    const program = await start(open, withoutDevices);
    program.press('i');
    await program.type('hello');
    program.press('enter');
    await program.type('quick question');
    await holds(program, 'quick question');
    await program.waitFor('you hello');
    await program.waitFor('○ ready');
    program.press('escape');
    await program.waitFor('i type');
    program.press('e');
    await program.waitFor('Enter open');
  });

  it('before the screen is there goes into the box', async ({ open }) => {
    const program = open(withoutDevices, { cwd });
    program.press('quick question');
    await holds(program, 'quick question');
    await program.waitFor('○ ready');
  });

  it('is not lost when a reply is interrupted with Esc from the box', async ({ open }) => {
    const program = await start(open, withoutDevices);
    await program.say('count to sixty');
    await program.waitFor('♪ speaking');
    await program.type('wait');
    await program.waitFor('Esc interrupt');
    program.press('escape');
    await program.waitFor('truncated at');
    await holds(program, 'wait');
    await program.type(' a moment');
    await holds(program, 'wait a moment');
  });
});

describe.concurrent('q and Ctrl-C', () => {
  it('q asks while a reply plays, any other key takes it back, and a second q ends', async ({
    open,
  }) => {
    const program = await start(open, withoutDevices);
    await program.say('count to sixty');
    await program.waitFor('♪ speaking');
    await program.leaveBox();
    program.press('q');
    await program.waitFor('Press q again to quit: a reply is playing.');
    program.press('j');
    await program.waitFor((screen) => !screen.join('\n').includes('Press q again'));
    program.press('q');
    await program.waitFor('Press q again to quit: a reply is playing.');
    program.press('q');
    expect(await program.exitCode()).toBe(0);
  });

  it('q ends an idle session at once', async ({ open }) => {
    const program = await start(open, withoutDevices);
    // A second after the screen came up.
    await program.quiet(1100);
    program.press('q');
    expect(await program.exitCode()).toBe(0);
    expect(program.written).not.toContain('Press q again');
  });

  it('Ctrl-C clears the line, then asks, then ends', async ({ open }) => {
    const program = await start(open, ['talk', '--text']);
    await program.type('hello');
    await program.waitFor('› hello');
    program.press('ctrl+c');
    await program.waitFor('› type a message');
    program.press('ctrl+c');
    await program.waitFor('Press Ctrl-C again to quit.');
    program.press('ctrl+c');
    expect(await program.exitCode()).toBe(130);
  });
});

describe.concurrent('a narrow terminal', () => {
  it('shows help from its first key to its last command, grouped, at 40×10', async ({ open }) => {
    const program = await start(open, ['talk', '--text'], 40, 10);
    await program.say('/help');
    await program.waitFor('Commands, in the text box');
    program.press('\x1b[F');
    await program.waitFor((screen) => screen.join('\n').includes('hold Shift'));
    program.press('escape');
    await program.waitFor((screen) => !screen.join('\n').includes('hold Shift'));
  });

  it('shows the model whole in the header, and an error whole, at 40×10', async ({ open }) => {
    const program = await start(open, ['talk', '--text'], 40, 10);
    expect(program.screen()[0]).toMatch(/^ emulator · gpt-realtime · text +0 min $/);
    await program.type('/session {"turn_detection":{"type":"server_vat"}}');
    await program.waitFor('server_vat"}}');
    program.press('enter');
    await program.waitFor(/server_vad/);
    expect(program.screen().every((row) => row.length <= 40)).toBe(true);
  });
});

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { readRecording } from '../../src/recording/reader.js';
import { replayState } from '../../src/recording/replay.js';
import { temporaryFolder } from '../helpers/program.js';
import {
  it,
  untouchedTerminal,
  type Open,
  type PtyOptions,
  type PtyProgram,
} from '../helpers/pty.js';

const cwd = temporaryFolder();

async function ready(
  open: Open,
  args: readonly string[],
  options: Partial<PtyOptions> = {},
): Promise<PtyProgram> {
  const program = open(['talk', '--text', ...args], {
    cwd,
    kittyKeyboard: true,
    ...options,
  });
  await program.waitFor('○ ready');
  await program.waitFor(() => program.terminal().keyboardFlags.length > 0);
  expect(program.terminal()).toMatchObject({
    alternateScreen: true,
    cursorVisible: true,
    marksPastes: true,
    reportsMouse: true,
  });
  return program;
}

/** Makes the main process throw where nothing catches it, when it gets SIGUSR2. */
const crashOnSignal = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
    "process.on('SIGUSR2', () => { throw new Error('crash of a test'); });",
  )}`,
};

describe.concurrent('leaving a conversation', () => {
  it('gives the terminal back for q, prints the conversation and exits with 0', async ({
    open,
  }) => {
    const program = await ready(open, [], { afterwards: 'stty -a' });
    await program.say('hello');
    await program.waitFor('bot Hello!');
    await program.waitFor('○ ready');
    expect(await program.quitWithQ()).toBe(0);
    expect(program.terminal()).toEqual(untouchedTerminal);
    const left = program.normalScreen();
    expect(left).toMatch(/^voicelive {2}emulator · /);
    expect(left).toMatch(/you +hello$/m);
    expect(left).toMatch(/bot +Hello! I am the voice live emulator/);
    expect(left).toMatch(/^tokens {2}\d+ in \(\d+ text.*\), \d+ out .* in 1 response/m);
    expect(left).toContain('exit code 0');
    // The line discipline of a shell: echo, whole lines, signals.
    expect(left).toMatch(/(?<!-)\bicanon\b/);
    expect(left).toMatch(/(?<!-)\becho\b/);
    expect(left).toMatch(/(?<!-)\bisig\b/);
  });

  it('prints where the recording is', async ({ open }) => {
    const folder = join(cwd, 'rec');
    const program = await ready(open, ['--record', folder]);
    expect(program.screen()[0]).toContain('● rec');
    expect(await program.quit()).toBe(0);
    const [name = ''] = await readdir(folder);
    expect(program.normalScreen().replace(/\n/g, '')).toContain(`recording  ${join(folder, name)}`);
    const recording = await readRecording(join(folder, name));
    expect(replayState(recording).options.mode).toBe('text');
    expect(recording.torn).toBe(0);
  });

  it('shows that the disk is full, and says at the end what was not recorded', async ({ open }) => {
    const folder = join(cwd, 'full');
    const program = open(['talk', '--text', '--record', folder], {
      cwd,
      job: 'ulimit -f 8; "$@"; echo "exit code $?"',
    });
    await program.waitFor('○ ready');
    await program.say('hello');
    await program.waitFor('Recording to events.jsonl failed');
    expect(await program.quit()).toBe(0);
    const words = program.normalScreen().replace(/\n/g, '');
    expect(words).toMatch(/recording .*: incomplete\. Recorded: .* bytes of events\./);
    expect(words).toMatch(/Not recorded: \d+ bytes of events and video\./);
    expect(words).toContain('exit code 0');
    expect(program.terminal()).toEqual(untouchedTerminal);
  });

  it('gives the terminal back for Ctrl-C and exits with 130', async ({ open }) => {
    const program = await ready(open, []);
    program.press('ctrl+c');
    await program.waitFor('Press Ctrl-C again to quit.');
    program.press('ctrl+c');
    expect(await program.exitCode()).toBe(130);
    expect(program.terminal()).toEqual(untouchedTerminal);
    expect(program.normalScreen()).toMatch(/^voicelive {2}emulator · /);
  });

  const signals = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
    ['SIGABRT', 134],
    ['SIGXCPU', 152],
    ['SIGALRM', 142],
  ] as const;
  for (const [signal, exitCode] of signals) {
    it(`gives the terminal back for ${signal} and exits with ${String(exitCode)}`, async ({
      open,
    }) => {
      const program = await ready(open, []);
      program.kill(signal);
      expect(await program.exitCode()).toBe(exitCode);
      expect(program.terminal()).toEqual(untouchedTerminal);
      expect(program.normalScreen()).toMatch(/^voicelive {2}emulator · /);
    });
  }

  it('gives the terminal back in the middle of a reply, and stops it', async ({ open }) => {
    const program = open(['talk', '--mic', 'none', '--speaker', 'none'], { cwd });
    await program.waitFor('○ ready');
    await program.say('count to sixty');
    await program.waitFor('♪ speaking');
    program.press('ctrl+c');
    await program.waitFor('Press Ctrl-C again to quit.');
    program.press('ctrl+c');
    expect(await program.exitCode()).toBe(130);
    expect(program.terminal()).toEqual(untouchedTerminal);
    expect(program.normalScreen()).toMatch(/bot +One/);
  });

  it('gives the terminal back after a crash, keeps the recording, and shows no stack trace', async ({
    open,
  }) => {
    const folder = join(cwd, 'crashed');
    const program = await ready(open, ['--record', folder], { env: crashOnSignal });
    program.kill('SIGUSR2');
    expect(await program.exitCode()).toBe(1);
    expect(program.terminal()).toEqual(untouchedTerminal);
    expect(program.normalScreen()).toContain('voicelive: Internal error: crash of a test');
    expect(program.normalScreen()).not.toMatch(/^ +at /m);
    const [name = ''] = await readdir(folder);
    const { inputs } = await readRecording(join(folder, name));
    expect(inputs.some((input) => input.type === 'server')).toBe(true);
  });

  it('leaves a terminal alone when the arguments are wrong', async ({ open }) => {
    const program = open(['talk', '--model', ''], { cwd });
    expect(await program.exitCode()).toBe(2);
    expect(program.normalScreen()).toContain('voicelive: Flag --model: found ""');
    expect(program.written).not.toContain('\x1b[?1049h');
    expect(program.terminal()).toEqual(untouchedTerminal);
  });

  it('gives the terminal back when the service refuses the session, and says why', async ({
    open,
  }) => {
    const program = open(['talk', '--text', '--model', 'no-such-model'], { cwd });
    expect(await program.exitCode()).toBe(1);
    expect(program.terminal()).toEqual(untouchedTerminal);
    expect(program.normalScreen()).toContain('Model no-such-model is not supported');
    expect(program.normalScreen()).toContain('Choose another model with --model');
  });
});

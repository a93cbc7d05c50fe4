import { describe, expect } from 'vitest';
import { temporaryFolder } from '../helpers/program.js';
import {
  it,
  untouchedTerminal,
  type Open,
  type PtyOptions,
  type PtyProgram,
} from '../helpers/pty.js';

const cwd = temporaryFolder();

async function ready(open: Open, more: Partial<PtyOptions> = {}): Promise<PtyProgram> {
  const program = open(['talk', '--plain', '--text'], { cwd, columns: 100, ...more });
  await program.waitFor('Ctrl-D ends the session.');
  return program;
}

/** Waits until something was on the screen so long that it can be answered. */
async function readable(program: PtyProgram): Promise<void> {
  await program.quiet(400);
}

describe.concurrent('plain mode on a terminal', () => {
  it('has a prompt, labels replies and does not repeat what was typed', async ({ open }) => {
    const program = await ready(open);
    program.press('hello\r');
    await program.waitFor(/bot Hello! I am the voice live emulator/);
    expect(program.screen()).toContain('› hello');
    expect(program.words()).not.toMatch(/you +hello/);
    expect(program.terminal()).toMatchObject({ alternateScreen: false });
    program.press('\x04');
    expect(await program.exitCode()).toBe(0);
    expect(program.normalScreen()).toMatch(/^tokens /m);
    expect(program.terminal()).toEqual(untouchedTerminal);
  });

  it('keeps a line that is being typed while output arrives, also one of several rows', async ({
    open,
  }) => {
    const program = await ready(open);
    const words = `${'many words '.repeat(14)}to say`;
    program.press('hello\r');
    await program.type(words);
    await program.waitFor('How can I help you?');
    await program.waitFor('turn ');
    await program.waitFor(`› ${words}`);
    expect(program.words().split('How can I help you?')).toHaveLength(2);
    program.press('\x7f\x7f\x7fask\r');
    await program.waitFor(/You said: many words .* to ask/);
  });

  it('asks for approval with the whole call, and takes y, a or n on a line of its own', async ({
    open,
  }) => {
    const program = await ready(open);
    program.press('what is the weather in Oslo\r');
    await program.waitFor('Type y (once), a (always in this session) or n (deny), then Enter.');
    expect(program.words()).toContain('"city": "Oslo"');
    await readable(program);
    program.press('sure\r');
    await program.waitFor('Not sent: the tool call needs an answer first.');
    program.press('y\r');
    await program.waitFor(/bot In Oslo it is/);
    program.press('what is the weather in Rome\r');
    await program.waitFor('"city": "Rome"');
    await readable(program);
    program.press('n\r');
    await program.waitFor(/\(denied\)/);
  });

  it('takes no line for an answer that was begun before the question could be read', async ({
    open,
  }) => {
    const program = await ready(open);
    program.press('what is the weather in Oslo\r');
    await program.type('y');
    await program.waitFor('Type y (once)');
    await readable(program);
    program.press('\r');
    await program.waitFor('Typed before the question could be read: not counted. Type y, a or n.');
    expect(program.words()).not.toContain('(running)');
    program.press('y\r');
    await program.waitFor(/bot In Oslo it is/);
  });

  it('sends text that was begun before the question as a turn', async ({ open }) => {
    const program = await ready(open);
    program.press('what is the weather in Oslo\r');
    await program.type('half a ');
    await program.waitFor('Type y (once)');
    await program.waitFor('› half a');
    await program.type('sentence\r');
    await program.waitFor('Sent as a turn. The tool call still needs an answer.');
    await program.waitFor('You said: half a sentence');
    expect(program.words()).not.toContain('(running)');
  });

  it('wants the number of the question where the terminal cannot edit a line', async ({ open }) => {
    const program = await ready(open, { job: 'TERM=dumb "$@"' });
    program.press('what is the weather in Oslo\r');
    await program.waitFor('Type y 1 (once)');
    program.press('y\r');
    await program.waitFor('the number of the question is missing. Type y 1, a 1 or n 1.');
    program.press('y 1\r');
    await program.waitFor(/bot In Oslo it is/);
    expect(program.written).not.toContain('\x1b');
  });

  it('clears the line for Ctrl-C, and ends with 130 when it is empty', async ({ open }) => {
    const program = await ready(open);
    await program.type('never sent');
    await program.waitFor('› never sent');
    program.press('ctrl+c');
    await program.waitFor((screen) => screen.every((row) => !row.includes('never sent')));
    program.press('ctrl+c');
    expect(await program.exitCode()).toBe(130);
    expect(program.terminal()).toEqual(untouchedTerminal);
  });

  it('opens microphone and speaker, and says which', async ({ open }) => {
    const program = open(['talk', '--plain', '--mic', 'none', '--speaker', 'none'], {
      cwd,
      columns: 100,
    });
    await program.waitFor('Microphone: none. Speaker: none.');
    await program.waitFor('alloy · hands-free');
  });

  it('continues in text mode without an audio device', async ({ open }) => {
    const program = open(['talk', '--plain'], { cwd, columns: 100 });
    await program.waitFor('Continuing in text mode.');
  });
});

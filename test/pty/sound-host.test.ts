import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { temporaryFolder } from '../helpers/program.js';
import { it, untouchedTerminal, type Open, type PtyProgram } from '../helpers/pty.js';
import { hasVirtualSound, openVirtualSound, type VirtualSound } from '../helpers/virtual-sound.js';

const cwd = temporaryFolder();
let card: VirtualSound;

/** The process id of the program's audio host. */
function audioHost(program: PtyProgram): number {
  const children = readFileSync(
    `/proc/${String(program.pid)}/task/${String(program.pid)}/children`,
  );
  const hosts = children
    .toString()
    .trim()
    .split(' ')
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('audio-host.cjs'));
  expect(hosts).toHaveLength(1);
  return Number(hosts[0]);
}

async function start(open: Open): Promise<PtyProgram> {
  const program = open(['talk'], { cwd, columns: 160, rows: 40, env: card.env });
  await program.waitFor('○ listening');
  return program;
}

describe.skipIf(!hasVirtualSound())('the death of the audio host (needs PulseAudio)', () => {
  beforeAll(async () => {
    card = await openVirtualSound();
  });

  afterAll(async () => {
    await card.close();
  });

  it('leaves the session running, is told, and the sound comes back', async ({ open }) => {
    const program = await start(open);
    const host = audioHost(program);
    process.kill(host, 'SIGKILL');
    await program.waitFor(/warn .*(sound|audio)/i);
    await program.waitFor((screen) => !screen.join('\n').includes('no audio'));
    await expect.poll(() => audioHost(program)).not.toBe(host);
    await program.say('hello');
    await program.waitFor('♪ speaking');
    await program.waitFor('bot Hello! I am the voice live emulator.');
  });

  it('in the middle of a reply tells what was heard of it, and leaves the terminal to be given back', async ({
    open,
  }) => {
    const program = await start(open);
    await program.say('count to sixty');
    // The words run a little ahead of the sound: by then more was heard than is in any device.
    await program.waitFor(/bot +One, two, .* ten/);
    process.kill(audioHost(program), 'SIGKILL');
    await program.waitFor(/heard [\d.]+ of [\d.]+ s/);
    await program.waitFor(/warn .*(sound|audio)/i);
    await program.waitFor('Audio is back.');
    expect(await program.quit()).toBe(0);
    expect(program.terminal()).toEqual(untouchedTerminal);
    expect(program.normalScreen()).toMatch(/heard [\d.]+ of [\d.]+ s/);
    expect(program.normalScreen()).not.toMatch(/^ +at /m);
  });

  it('in the middle of a reply does not stop the next turn from being answered', async ({
    open,
  }) => {
    const program = await start(open);
    await program.say('count to sixty');
    await program.waitFor('♪ speaking');
    process.kill(audioHost(program), 'SIGKILL');
    await program.waitFor('Audio is back.');
    await program.waitFor('○ listening');
    await program.say('hello');
    await program.waitFor('bot Hello! I am the voice live emulator.');
  });

  it('gives the terminal back when it comes together with the end', async ({ open }) => {
    const program = await start(open);
    process.kill(audioHost(program), 'SIGKILL');
    expect(await program.quit()).toBe(0);
    expect(program.terminal()).toEqual(untouchedTerminal);
  });
});

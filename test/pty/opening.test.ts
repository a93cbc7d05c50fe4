import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { temporaryFolder, type Environment } from '../helpers/program.js';
import { it, untouchedTerminal, type Open, type PtyProgram } from '../helpers/pty.js';

const cwd = temporaryFolder();

const openingSound = 'opening microphone and speaker';

/** A sound that does not open before a gate does: the audio host waits for a file before it runs. */
interface Gate {
  readonly env: Environment;
  open(): void;
}

async function createGate(): Promise<Gate> {
  const file = join(await mkdtemp(join(cwd, 'gate-')), 'open');
  const preload = `
import { existsSync } from 'node:fs';
if (process.argv[1]?.endsWith('audio-host.cjs'))
  while (!existsSync(${JSON.stringify(file)})) await new Promise((go) => setTimeout(go, 10));`;
  return {
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}` },
    open: () => {
      writeFileSync(file, '');
    },
  };
}

/** Process ids of the program's audio hosts. */
function audioHosts({ pid }: PtyProgram): readonly string[] {
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  return children
    .split(' ')
    .filter((child) => child !== '' && commandLine(child).includes('audio-host.cjs'));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It has just ended.
    return '';
  }
}

/** The program in the moment in which its sound opens. */
async function startOpening(open: Open, gate: Gate): Promise<PtyProgram> {
  const program = open(['talk'], { cwd, columns: 100, env: gate.env });
  await program.waitFor(openingSound);
  return program;
}

describe.concurrent('while sound and emulator open', () => {
  it('the screen is there, says so, and goes over into the session without being cleared', async ({
    open,
  }) => {
    const gate = await createGate();
    const program = await startOpening(open, gate);
    const early = program.screen();
    expect(early[0]).toMatch(/^ emulator · gpt-realtime · hands-free .* min $/);
    expect(early.at(-1)).toContain('q quit');
    const [first = ''] = program.written.split('\x1b[?2026l');
    expect(first).toContain(`${openingSound} · starting the emulator`);
    gate.open();
    await program.waitFor('○ ready');
    expect(program.screen().join('\n')).not.toContain(openingSound);
    expect(program.written.split('\x1b[2J')).toHaveLength(2);
    expect(program.written.split('\x1b[?1049h')).toHaveLength(2);
  });

  const ways = [
    ['q', 0, (program: PtyProgram) => program.quitWithQ()],
    [
      'ctrl+c',
      130,
      async (program: PtyProgram) => {
        program.press('ctrl+c');
        await program.waitFor('Press Ctrl-C again to quit.');
        program.press('ctrl+c');
        return program.exitCode();
      },
    ],
  ] as const;
  for (const [key, exitCode, leave] of ways)
    it(`${key} ends with ${String(exitCode)}, gives the terminal back and leaves no process`, async ({
      open,
      expect,
    }) => {
      const program = await startOpening(open, await createGate());
      await expect.poll(() => audioHosts(program)).toHaveLength(1);
      const hosts = audioHosts(program);
      expect(await leave(program)).toBe(exitCode);
      expect(program.terminal()).toEqual(untouchedTerminal);
      expect(program.normalScreen()).toMatch(/^voicelive {2}emulator · /);
      await expect.poll(() => hosts.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    });

  it('SIGTERM ends with 143 and gives the terminal back', async ({ open }) => {
    const program = await startOpening(open, await createGate());
    program.kill('SIGTERM');
    expect(await program.exitCode()).toBe(143);
    expect(program.terminal()).toEqual(untouchedTerminal);
  });

  it('the help opens and closes', async ({ open }) => {
    const program = await startOpening(open, await createGate());
    program.press('?');
    await program.waitFor('help · Esc back');
    program.press('escape');
    await program.waitFor((screen) => !screen.join('\n').includes('Esc back'));
    await program.waitFor(openingSound);
  });

  it('what is typed waits, is said to wait, and is answered', async ({ open }) => {
    const gate = await createGate();
    const program = await startOpening(open, gate);
    await program.say('hello');
    await program.waitFor('It will be sent when the session is ready.');
    await program.waitFor(openingSound);
    gate.open();
    await program.waitFor('bot Hello! I am the voice live');
    expect(program.words()).toContain('you hello');
  });

  it('half a turn stays in the text box', async ({ open }) => {
    const gate = await createGate();
    const program = await startOpening(open, gate);
    program.press('i');
    await program.waitFor('› type a message');
    await program.type('tell me');
    gate.open();
    await program.waitFor('○ ready');
    await program.type(' a story');
    await program.waitFor('› tell me a story');
    program.press('enter');
    await program.waitFor('you tell me a story');
  });

  const failures = [
    ['a named device where there is none', ['--speaker', 'Headset'], 4, 'No audio device'],
    ['a scenario that is not there', ['--scenario', 'missing.yaml'], 2, 'missing.yaml'],
    ['a folder that cannot be made', ['--record', '/dev/null/rec'], 2, '/dev/null/rec'],
  ] as const;
  for (const [what, args, exitCode, named] of failures)
    it(`${what} ends with ${String(exitCode)} and one message in a terminal as it was`, async ({
      open,
    }) => {
      const program = open(['talk', ...args], { cwd });
      expect(await program.exitCode()).toBe(exitCode);
      expect(program.terminal()).toEqual(untouchedTerminal);
      const left = program.normalScreen();
      expect(left).toMatch(/^voicelive: /);
      expect(left.replaceAll('\n', '')).toContain(named);
      expect(left).not.toMatch(/^ +at /m);
    });
});

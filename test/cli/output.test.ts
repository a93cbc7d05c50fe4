import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readRecording } from '../../src/recording/reader.js';
import {
  bareEnvironment,
  killProgramsAfterAll,
  programPath,
  runProgram,
  startProgram,
  temporaryFolder,
} from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

const shells = new Set<ChildProcess>();
afterAll(() => {
  for (const shell of shells) shell.kill('SIGKILL');
});

/** Runs a shell script in which "$@" is the program, and gives what the script wrote to its stdout and stderr. */
async function inShell(
  script: string,
  args: readonly string[],
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const command = ['-c', script, 'sh', process.execPath, programPath, ...args];
  const shell = spawn('/bin/sh', command, {
    cwd,
    env: bareEnvironment(cwd),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  shells.add(shell);
  let stdout = '';
  let stderr = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  shell.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await new Promise((resolve) => shell.once('close', resolve));
  shells.delete(shell);
  return { stdout, stderr };
}

/** Two replies of 60 sentences, as JSON lines more than a pipe holds. */
const turns = 'count to sixty\ncount to sixty\n';

function doneResponses(text: string): number {
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => JSON.stringify(JSON.parse(line)).includes('"type":"response.done"')).length;
}

function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

describe('output', () => {
  it('arrives whole at a reader that begins after the session is over', async () => {
    writeFileSync(join(cwd, 'turns'), turns);
    const script = '{ "$@" < turns; echo "exit code $?" >&2; } | { sleep 7; cat; }';
    const { stdout, stderr } = await inShell(script, ['talk', '--json']);
    expect(stderr).toContain('exit code 0');
    expect(stdout.length).toBeGreaterThan(80_000);
    expect(doneResponses(stdout)).toBe(2);
  });

  it('that nobody takes does not hold up the end for ever, and is no success', async () => {
    writeFileSync(join(cwd, 'turns'), turns);
    const script =
      'mkfifo stuck; sleep 30 < stuck & "$@" < turns > stuck; echo "exit code $?" >&2; kill $!';
    const { stderr } = await inShell(script, ['talk', '--json']);
    expect(stderr).toMatch(/voicelive: \d+ bytes of output are lost/);
    expect(stderr).toContain('exit code 1');
  });

  it('is drained after a signal as well', async () => {
    writeFileSync(join(cwd, 'turns'), turns);
    // The signal comes when both replies are recorded, the reader after it.
    const untilKilled = 'until [ -e killed ]; do sleep 0.1; done';
    const untilReplied =
      'until [ "$(cat drained/*/events.jsonl drained/events.jsonl 2>/dev/null | grep -c \'"response.done"\')" -ge 2 ]; do sleep 0.1; done';
    const talking = `{ exec 3<&0; "$@" <&3 & ${untilReplied}; kill $!; touch killed; wait $!; echo "exit code $?" >&2; }`;
    const script = `{ cat turns; ${untilKilled}; } | ${talking} | { ${untilKilled}; cat; }`;
    const { stdout, stderr } = await inShell(script, ['talk', '--json', '--record', 'drained']);
    expect(stderr).toContain('exit code 143');
    expect(doneResponses(stdout)).toBe(2);
  });

  it('to a full disk is told, and is no success', async () => {
    const script = '"$@" > /dev/full; echo "exit code $?" >&2';
    for (const args of [['devices', '--json'], ['--help'], ['talk', '--json']]) {
      const { stderr } = await inShell(script, args);
      expect(stderr).toMatch(/voicelive: Cannot write the output: .*ENOSPC/);
      expect(stderr).toContain('exit code 1');
    }
  });

  it('as JSON is safe for a terminal, and parses to what was said', async () => {
    const said = 'say \u009d0;x\u009c \u007f \u202e \u200b \ufeff';
    const ended = await runProgram(['talk', '--json'], { cwd, input: `${said}\n` });
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).not.toMatch(/[^\P{C}\n]/u);
    expect(ended.stdout).toContain('\\u009d0;x\\u009c \\u007f \\u202e \\u200b');
  });
});

describe('a reader that goes away', () => {
  it('ends what the tools started, and closes the recording', async () => {
    const pids = join(cwd, 'pids');
    const stay = `sh -c 'echo $$ >> ${pids}; exec sleep 60' &`;
    const command = `${stay} setsid ${stay} until [ -e go ]; do sleep 0.1; done`;
    writeFileSync(
      join(cwd, 'tools.json'),
      JSON.stringify([
        {
          name: 'get_weather',
          parameters: { type: 'object', properties: { city: { type: 'string' } } },
          command: ['sh', '-c', command],
        },
      ]),
    );
    const folder = join(cwd, 'rec');
    const program = startProgram(
      ['talk', '--json', '--tools', 'tools.json', '--approve', 'always', '--record', folder],
      { cwd, input: null },
    );
    program.child.stdin?.write('what is the weather in Oslo\n');
    const running = (): readonly number[] =>
      readFileSync(pids, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean).map(Number);
    await expect.poll(running).toHaveLength(2);
    program.child.stdout?.destroy();
    // The tool answers, which is written, and finds nobody.
    writeFileSync(join(cwd, 'go'), '');
    const { exitCode, stderr } = await program.ended;
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^recording {2}.*: \d+ bytes of events\n$/);
    expect(running().filter(isRunning)).toEqual([]);
    const [name = ''] = readdirSync(folder);
    expect(await readRecording(join(folder, name))).toMatchObject({ torn: 0 });
  });

  it('of stderr is not the end', async () => {
    const program = startProgram(['talk'], { cwd, input: null });
    program.child.stderr?.destroy();
    program.child.stdin?.end('hello\nhelp me\n');
    const { exitCode, stdout } = await program.ended;
    expect(stdout).toMatch(/How can I help you\?\nYou can ask for the time/);
    expect(exitCode).toBe(0);
  });
});

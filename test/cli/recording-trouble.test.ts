import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  bareEnvironment,
  killProgramsAfterAll,
  programPath,
  startProgram,
  temporaryFolder,
} from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

/** Runs the program where no file may grow over so many blocks: for its recording, a disk that is full. */
async function withFilesUpTo(blocks: number, args: readonly string[]): Promise<string> {
  const script = `ulimit -f ${blocks}; "$@"; echo "exit code $?" >&2`;
  const shell = spawn('/bin/sh', ['-c', script, 'sh', process.execPath, programPath, ...args], {
    cwd,
    env: bareEnvironment(cwd),
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let stderr = '';
  shell.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  shell.stdin.end('hello\n'.repeat(3));
  await new Promise((resolve) => shell.once('close', resolve));
  return stderr;
}

describe('a recording that fails', () => {
  it.each([[['talk', '--text']], [['talk', '--json']]])(
    'because its disk is full is told while it fails and at the end (%j)',
    async (args) => {
      const folder = join(cwd, `full-${args.length}-${args.join('')}`);
      const stderr = await withFilesUpTo(8, [...args, '--record', folder]);
      expect(stderr).toMatch(/Recording to events\.jsonl failed \(/);
      expect(stderr).toMatch(
        /^recording {2}.*: incomplete\. Recorded: \d+ bytes of events\. Not recorded: \d+ bytes of events and video\.$/m,
      );
      expect(stderr).toContain('exit code 0');
      const [name = ''] = readdirSync(folder);
      expect(readFileSync(join(folder, name, 'events.jsonl')).length).toBeGreaterThan(0);
    },
  );

  it('at its start leaves nothing that looks like a recording', async () => {
    const folder = join(cwd, 'full-at-start');
    const stderr = await withFilesUpTo(0, ['talk', '--text', '--record', folder]);
    expect(stderr).toMatch(/The recording cannot be written to .*EFBIG/);
    expect(stderr).toContain('exit code 2');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });

  it.each([[['talk', '--text']], [['talk', '--json']]])(
    'because its folder is deleted is told at once and at the end (%j)',
    async (args) => {
      const folder = join(cwd, `deleted-${args.join('')}`);
      const program = startProgram([...args, '--record', folder], { cwd, input: null });
      program.child.stdin?.write('hello\n');
      await expect.poll(program.stdout).toMatch(/response\.done|How can I help/);
      rmSync(folder, { recursive: true });
      program.child.stdin?.end('count to sixty\nhello\n');
      const { exitCode, stderr } = await program.ended;
      expect(stderr).toContain('events.jsonl was deleted; its content is lost.');
      expect(stderr).toMatch(/^recording {2}.*: incomplete\. Recorded: nothing\./m);
      expect(exitCode).toBe(0);
    },
  );
});

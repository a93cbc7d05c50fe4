import { cp, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  killProgramsAfterAll,
  runProgram,
  temporaryFolder,
  type Ended,
} from '../helpers/program.js';

const cwd = temporaryFolder({ holdsCopies: true });
killProgramsAfterAll();

const sample = new URL('../../recordings/sample', import.meta.url).pathname;
const copy = join(cwd, 'copy');
const log = join(copy, 'events.jsonl');

function replay(...args: readonly string[]): Promise<Ended> {
  return runProgram(['replay', ...args], { cwd });
}

async function changeLog(change: (lines: readonly string[]) => readonly string[]): Promise<void> {
  const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
  await writeFile(log, change(lines).join('\n'));
}

beforeEach(async () => {
  await rm(copy, { recursive: true, force: true });
  await cp(sample, copy, { recursive: true });
});

describe('replay without a terminal', () => {
  it('prints the transcript as plain mode did: replies on stdout, the rest on stderr', async () => {
    const { exitCode, stdout, stderr } = await replay('--sample');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^It is noon\.\n(Once there was .*\n)?.*In Oslo it is \w+\.\n$/s);
    expect(stderr).toMatch(/^you +What time is it$/m);
    expect(stderr).toMatch(/^tool +get_weather \{"city":"Oslo"\} \(ok, /m);
    expect(stderr).toMatch(/heard [\d.]+ of [\d.]+ s, truncated at \d+ ms/);
    expect(stderr).toMatch(/^tokens /m);
    expect(stdout + stderr).not.toContain('\x1b');
  });

  it('takes the events.jsonl as well as its folder', async () => {
    const [byFile, byFolder] = await Promise.all([replay(log), replay(copy)]);
    expect(byFile.stdout).toBe(byFolder.stdout);
    expect(byFile.stdout).toContain('It is noon.');
  });
});

describe('replay of a recording that is not whole', () => {
  it('uses a log without its sound', async () => {
    await rm(join(copy, 'session.wav'));
    expect(await replay(copy)).toMatchObject({ exitCode: 0, stdout: /noon/ });
  });

  it('says that there are no words without a log', async () => {
    await rm(log);
    const { exitCode, stderr } = await replay(copy);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('There is no event log, only sound: ENOENT');
    expect(stderr).toContain('In a terminal, replay plays the sound.');
  });

  it('skips a torn line in the middle, and says so', async () => {
    await changeLog((lines) => lines.map((line, index) => (index === 30 ? line.slice(9) : line)));
    const { exitCode, stdout, stderr } = await replay(copy);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('In Oslo it is');
    expect(stderr).toContain('Skipped damaged lines of the event log: 1.');
  });

  it('prints what there is of one that was not closed, and says so', async () => {
    await changeLog((lines) => [...lines.slice(0, -9), '{"t":1']);
    const { exitCode, stdout, stderr } = await replay(copy);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('It is noon.');
    expect(stderr).toContain('The event log has no end: it is still being written, or');
    expect(stderr).toContain('Skipped damaged lines of the event log: 1.');
  });

  it('reads format 1, and says what that lacks', async () => {
    const old = {
      voicelive: 'recording',
      version: 1,
      program: '0.1.0',
      startedAt: '2026-11-20T18:45:01.234Z',
      target: 'emulator',
      model: 'gpt-realtime',
      mode: 'hands-free',
      inputRateHz: 8000,
      outputRateHz: 8000,
    };
    await changeLog(([, ...lines]) => [JSON.stringify(old), ...lines.slice(0, -1)]);
    const { exitCode, stdout, stderr } = await replay(copy);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('It is noon.');
    expect(stderr).toContain('This recording is of format 1, which has no session options,');
  });
});

describe('replay refuses, in a sentence and with code 2,', () => {
  async function expectRefusal(args: readonly string[], sentence: string): Promise<void> {
    const { exitCode, stdout, stderr } = await replay(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/^ +at /m);
  }

  it('a folder that is no recording', async () => {
    const empty = join(cwd, 'empty');
    await mkdir(empty, { recursive: true });
    await expectRefusal(
      [empty],
      'is not a recording: it has neither events.jsonl nor session.wav.',
    );
  });

  it('what is not there', async () => {
    await expectRefusal([join(cwd, 'missing')], 'missing cannot be read: ENOENT');
  });

  it('a file that is something else', async () => {
    await writeFile(log, 'hello\n');
    await expectRefusal([log], 'is not a recording: its event log does not start with');
    await truncate(log);
    await expectRefusal([log], 'is not a recording: its event log does not start with');
  });

  it('a header from the future', async () => {
    await changeLog(([header = '', ...lines]) => [
      header.replace('"version":2', '"version":9'),
      ...lines,
    ]);
    await expectRefusal([copy], 'is a recording of format version 9; this program reads up to');
  });

  it('nothing to replay, or two things', async () => {
    await expectRefusal([], 'No recording was named to be replayed.');
    await expectRefusal([copy, '--sample'], '--sample cannot be combined with a recording.');
  });

  it('a speed or a place that there is not', async () => {
    await expectRefusal(
      ['--sample', '--speed', '99'],
      'Expected a number from 0.25 to 16, or max.',
    );
    await expectRefusal(
      ['--sample', '--from', 'x'],
      'Expected a time such as 1:23, turn:4 or error.',
    );
  });
});

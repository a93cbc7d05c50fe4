import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import type { InspectionDocument } from '../../src/cli/inspect/inspection-json.js';
import { isJsonObject } from '../../src/shared/json.js';
import { patienceMs } from '../helpers/patience.js';
import {
  fixture,
  killProgramsAfterAll,
  runProgram,
  startProgram,
  temporaryFolder,
} from '../helpers/program.js';
import { stereoOf } from '../helpers/recordings.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

const sample = fileURLToPath(new URL('../../recordings/sample', import.meta.url));
const speech = fixture('speech/what-time-is-it.wav');

type Report = InspectionDocument['recordings'][number];

/** In virtual time the ears may take what time a busy machine makes them take. */
const patient = ['--fast', '--seed', '1'];
const timeout = { timeout: 5 * patienceMs };

async function record(name: string, args: readonly string[]): Promise<string> {
  const folder = join(cwd, name);
  const { exitCode } = await runProgram([...args, '--record', folder], { cwd, input: null });
  expect(exitCode).toBe(0);
  const [made = ''] = await readdir(folder);
  return join(folder, made);
}

/** The recording sent again, and its original. */
async function again(
  from: string,
  ...more: readonly string[]
): Promise<{ readonly report: Report; readonly original: Report }> {
  const args = ['run', '--from', from, '--json', '--record', join(cwd, 'again'), ...more];
  const { exitCode, stdout } = await runProgram(args, { cwd, deadlineMs: 3 * patienceMs });
  expect(exitCode).toBe(0);
  const document: unknown = JSON.parse(stdout);
  if (!isInspection(document)) throw new Error('not an inspection');
  const { recordings, baseline } = document;
  const [report] = recordings;
  if (report === undefined || baseline === undefined) throw new Error('nothing to compare');
  return { report, original: baseline };
}

function isInspection(value: unknown): value is InspectionDocument {
  return isJsonObject(value) && value['voicelive'] === 'inspection';
}

function said({ items }: Report): readonly string[] {
  return items
    .filter(({ speaker }) => speaker === 'user')
    .map(({ text }) => text.toLowerCase().replace(/[^a-z ]/g, ''));
}

/** The left channel from its first sound to its last. */
async function voiceIn(recording: string): Promise<Int16Array> {
  const { left } = stereoOf(await readFile(join(recording, 'session.wav')));
  return left.subarray(
    left.findIndex((sample) => sample !== 0),
    left.findLastIndex((sample) => sample !== 0) + 1,
  );
}

/** What a published schema says of a document; it may have no field besides. */
async function schemaErrors(name: string, document: string): Promise<unknown> {
  const path = fileURLToPath(new URL(`../../docs/${name}.schema.json`, import.meta.url));
  const schema: unknown = JSON.parse(await readFile(path, 'utf8'), (key, value: unknown) =>
    isJsonObject(value) && 'properties' in value && key !== 'properties'
      ? { ...value, additionalProperties: false }
      : value,
  );
  if (!isJsonObject(schema)) throw new Error('not a schema');
  const ajv = new Ajv({ allErrors: true });
  const isValid = ajv.compile(schema);
  isValid(JSON.parse(document));
  return isValid.errors ?? null;
}

describe.concurrent('run --from', () => {
  let typed = '';

  beforeAll(async () => {
    const script = join(cwd, 'weather.txt');
    await writeFile(script, 'hello\nweather in Oslo\n');
    typed = await record('typed', ['run', script, '--approve', 'get_weather']);
  });

  it('sends the spoken turns and the tool result of the sample', timeout, async () => {
    const { report, original } = await again(sample, ...patient);
    expect(said(report)).toEqual(said(original));
    expect(said(report)).toHaveLength(3);
    expect(report.toolCalls.map(({ arguments: given, output }) => [given, output])).toEqual(
      original.toolCalls.map(({ arguments: given, output }) => [given, output]),
    );
    expect(report.options.requested).toEqual(original.options.requested);
  });

  it.each([
    ['hands-free', [], []],
    ['by push-to-talk', ['--ptt'], patient],
  ])('sends every sample of the microphone, %s', timeout, async (name, flags, pace) => {
    const args = ['talk', '--mic', speech, '--speaker', 'none', ...flags];
    const original = await record(name, args);
    const { report } = await again(original, ...pace);
    expect(said(report)).toEqual(['what time is it']);
    expect(report.figures).toMatchObject({ turns: 1, answeredTurns: 1 });
    expect(await voiceIn(report.path)).toEqual(await voiceIn(original));
  });

  it('takes a zip file, and records beside it', async () => {
    const folder = join(cwd, 'zipped');
    await mkdir(folder);
    execFileSync('zip', ['-q', '-r', join(folder, 'call.zip'), basename(typed)], {
      cwd: dirname(typed),
    });
    const args = ['run', '--from', join(folder, 'call.zip'), '--json'];
    const { exitCode, stdout } = await runProgram(args, { cwd });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      recordings: [{ figures: { turns: 2, answeredTurns: 2 } }],
      baseline: { path: join(folder, 'call.zip'), figures: { turns: 2 } },
    });
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('sends what was typed, prints the replies and then the comparison', async () => {
    const args = ['run', '--from', typed, '--record', join(cwd, 'again')];
    const { exitCode, stdout, stderr } = await runProgram(args, { cwd });
    expect(exitCode).toBe(0);
    const [replies, comparison = ''] = stdout.split('\nAgainst the baseline');
    expect(replies).toMatch(/^Hello! I am the voice live emulator.*\nIn Oslo/);
    expect(comparison).toMatch(/turns +2 +2 +same/);
    expect(comparison).toMatch(/ 1 {2}hello +\d+ ms +\d+ ms\n +2 {2}weather in Oslo +\d+ ms/);
    expect(comparison).not.toContain('now:');
    expect(stderr).toMatch(/^recording /m);
  });

  it('answers a tool call as recorded, without running the tool', async () => {
    const copy = join(cwd, 'copies', 'frogs');
    await cp(typed, copy, { recursive: true });
    const log = join(copy, 'events.jsonl');
    const text = await readFile(log, 'utf8');
    await writeFile(log, text.replace(/(\\"sky\\":\\")[^\\]*/, '$1raining frogs'));
    const { report } = await again(copy);
    await rm(copy, { recursive: true });
    expect(report.toolCalls.map(({ output }) => output)).toEqual([
      expect.stringContaining('raining frogs'),
    ]);
    expect(report.items.at(-1)?.text).toContain('raining frogs');
  });

  it('records beside the original unless --record says where', async () => {
    const before = await readdir(join(cwd, 'typed'));
    expect(await runProgram(['run', '--from', typed], { cwd })).toMatchObject({ exitCode: 0 });
    expect(await readdir(join(cwd, 'typed'))).toHaveLength(before.length + 1);
  });

  describe('with --matrix', () => {
    const matrix = (...settings: readonly string[]): readonly string[] => [
      ...['run', '--from', typed, '--record', join(cwd, 'again'), '--matrix'],
      ...settings,
    ];

    it('runs every combination, and prints one table', async () => {
      const args = matrix('temperature=0.7,0.9', 'max-tokens=500');
      const { exitCode, stdout } = await runProgram(args, { cwd });
      expect(exitCode).toBe(0);
      expect(stdout).toContain('  1  temperature=0.7 max-tokens=500\n');
      expect(stdout).toContain('  2  temperature=0.9 max-tokens=500\n');
      const rows = stdout.split('\n').filter((line) => /^ {2}[0-2] +\d+ ms/.test(line));
      expect(rows).toHaveLength(3);
      expect(stdout).toMatch(/p50 +p90 +turns +false stops +cut-offs +tokens +cost +errors/);
    });

    it('has a failed session as a row, continues with the next, and ends with 1', async () => {
      const args = [...matrix('model=gpt-9,gpt-realtime'), '--json'];
      const { exitCode, stdout } = await runProgram(args, { cwd });
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/"error":"[^"]*gpt-9/);
      expect(await schemaErrors('matrix', stdout)).toBeNull();
      expect(JSON.parse(stdout)).toMatchObject({
        voicelive: 'matrix',
        version: 1,
        original: { recording: typed, metrics: { turns: 2, errors: 0 } },
        runs: [
          { settings: { model: 'gpt-9' } },
          { settings: { model: 'gpt-realtime' }, exitCode: 0, metrics: { turns: 2 } },
        ],
      });
    });

    it('prints what it has when it is interrupted', async () => {
      const values = Array.from({ length: 40 }, (_, n) => `0.${String(n + 10)}`).join(',');
      const program = startProgram(matrix(`temperature=${values}`), { cwd });
      await expect.poll(program.stderr).toContain('Run 3 of 40');
      program.child.kill('SIGINT');
      const { exitCode, stdout } = await program.ended;
      expect(exitCode).toBe(130);
      expect(stdout).toContain('  2  temperature=0.11\n');
      expect(stdout).toMatch(/^ {2}2 +\d+ ms/m);
      expect(stdout).not.toContain('temperature=0.49');
    });
  });

  it.each([
    ['no script and no recording', [], /Neither a script nor a recording/],
    ['both', ['weather.txt', '--from', sample], /script cannot be combined with --from/],
    ['--matrix without --from', ['weather.txt', '--matrix', 'silence=1'], /--matrix needs --from/],
    ['a voice for a script', ['weather.txt', '--voice', 'alloy'], /--voice needs --from/],
    ['no recording', ['--from', 'nowhere'], /nowhere cannot be read/],
    ['an unknown key', ['--from', sample, '--matrix', 'silense=1'], /Did you mean silence/],
    ['a bad value', ['--from', sample, '--matrix', 'voice=alloy', 'echo=loud'], /--echo.*"loud"/],
    [
      'only impossible combinations',
      ['--from', sample, '--matrix', 'turn-detection=semantic_vad', 'silence=300'],
      /silence_duration_ms: unknown key/,
    ],
    [
      'no turn detection for hands-free speech',
      ['--from', sample, '--turn-detection', 'none'],
      /no push-to-talk keys/,
    ],
  ])('refuses %s', async (_what, args, message) => {
    const { exitCode, stdout, stderr } = await runProgram(['run', ...args], { cwd });
    expect(stderr).toMatch(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  it('refuses audio options for a session in text, and a microphone without its WAV', async () => {
    const voice = await runProgram(['run', '--from', typed, '--voice', 'alloy'], { cwd });
    expect(voice).toMatchObject({ exitCode: 2 });
    expect(voice.stderr).toContain('--voice cannot be used');
    const silent = join(cwd, 'copies', 'silent');
    await cp(sample, silent, { recursive: true });
    await rm(join(silent, 'session.wav'));
    const missing = await runProgram(['run', '--from', silent], { cwd });
    await rm(silent, { recursive: true });
    expect(missing).toMatchObject({ exitCode: 2 });
    expect(missing.stderr).toContain('has no session.wav');
  });
});

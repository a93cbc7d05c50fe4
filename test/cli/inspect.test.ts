import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import type { InspectionDocument } from '../../src/cli/inspect/inspection-json.js';
import { writeKnown } from '../helpers/known-recording.js';
import { fixture, killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

const frameMs = 20;

/** The JSON that the program prints, checked against the published schema, in which no other fields are allowed. */
async function inspected(...args: readonly string[]): Promise<InspectionDocument> {
  const { stdout, stderr } = await runProgram(['inspect', '--json', ...args], { cwd });
  expect(stderr).toBe('');
  const path = fileURLToPath(new URL('../../docs/inspect.schema.json', import.meta.url));
  const schema: unknown = JSON.parse(await readFile(path, 'utf8'), (key, value: unknown) =>
    typeof value === 'object' && value !== null && 'properties' in value && key !== 'properties'
      ? { ...value, additionalProperties: false }
      : value,
  );
  const document: unknown = JSON.parse(stdout);
  if (typeof schema !== 'object' || schema === null) throw new Error('not a schema');
  const ajv = new Ajv({ allErrors: true });
  const isValid = ajv.compile(schema);
  if (!isDocument(document, isValid)) throw new Error(ajv.errorsText(isValid.errors));
  return document;
}

function isDocument(
  value: unknown,
  isValid: (value: unknown) => unknown,
): value is InspectionDocument {
  return isValid(value) === true;
}

async function record(folder: string, args: readonly string[]): Promise<string> {
  const { exitCode } = await runProgram([...args, '--record', folder], { cwd, input: null });
  expect(exitCode).toBe(0);
  const [name = ''] = await readdir(folder);
  return join(folder, name);
}

describe('voicelive inspect', () => {
  let spoken = '';
  let typed = '';

  beforeAll(async () => {
    const microphone = fixture('speech/what-time-is-it.wav');
    const speaker = join(cwd, 'out.wav');
    const talk = ['talk', '--mic', microphone, '--speaker', speaker];
    const script = join(cwd, 'weather.txt');
    await writeFile(script, 'hello\nweather in Oslo\n');
    spoken = await record(join(cwd, 'spoken'), talk);
    typed = await record(join(cwd, 'typed'), ['run', script, '--approve', 'get_weather']);
  });

  it('reports on a conversation with the emulator, consistently from events and from samples', async () => {
    const { recordings } = await inspected(spoken);
    const [report, ...others] = recordings;
    expect(others).toEqual([]);
    expect(report).toMatchObject({ notes: [], problems: [], reconnections: [] });
    expect(report?.sources).toMatchObject({ log: true, sound: true, ended: true });
    const [turn] = report?.turns ?? [];
    const { eventsMs = Number.NaN, samplesMs = Number.NaN } = turn?.latency ?? {};
    expect(Math.abs(samplesMs - eventsMs)).toBeLessThanOrEqual(frameMs);
    expect(turn?.parts[0]?.name).toBe('silence');
    expect(report?.disagreements).toEqual([]);
    const [user, assistant] = report?.items ?? [];
    expect(user?.text.toLowerCase()).toContain('what time is it');
    expect(assistant?.heardMs).toBe(assistant?.receivedMs);
    const first = assistant?.words.at(0);
    expect(first?.startMs).toBeGreaterThanOrEqual(assistant?.startMs ?? Number.NaN);
    expect(assistant?.words.at(-1)?.endMs).toBeLessThanOrEqual(assistant?.endMs ?? Number.NaN);
    expect(report?.figures.costUsd).toBeGreaterThan(0);
  });

  it('reports on a session in text: tool calls with arguments and results, latency to the first text', async () => {
    const { recordings } = await inspected(typed);
    const [report] = recordings;
    expect(report).toMatchObject({ sources: { log: true, sound: false }, notes: [] });
    expect(report?.turns.map(({ kind }) => kind)).toEqual(['typed', 'typed']);
    for (const { latency, parts } of report?.turns ?? []) {
      expect(latency.eventsMs).toBeGreaterThan(0);
      const sum = parts.reduce((total, { ms }) => total + ms, 0);
      expect(sum).toBeCloseTo(latency.eventsMs ?? Number.NaN, 0);
    }
    const [call, ...others] = report?.toolCalls ?? [];
    expect(others).toEqual([]);
    expect(call).toMatchObject({ name: 'get_weather', outcome: 'done', remote: false });
    expect(JSON.parse(call?.arguments ?? '')).toEqual({ city: 'Oslo' });
    expect(call?.output).toContain('Oslo');
    expect(call?.endMs).toBeGreaterThanOrEqual(call?.startMs ?? Number.NaN);
  });

  it('prints one recording as a report and several as a table, in 80 columns', async () => {
    const one = await runProgram(['inspect', spoken], { cwd });
    expect(one).toMatchObject({ exitCode: 0, stderr: '' });
    for (const section of ['Turn-taking', 'Turns', 'Tokens and estimated cost', 'Sound'])
      expect(one.stdout).toContain(`\n${section}`);
    const both = await runProgram(['inspect', spoken, typed, '--baseline', typed], { cwd });
    expect(both.stdout).toMatch(/latency p50 +[\d.]+ m?s +[\d.]+ m?s/);
    expect(both.stdout).toContain('Against the baseline');
    for (const line of `${one.stdout}${both.stdout}`.split('\n').filter((each) => !/\//.test(each)))
      expect(line.length).toBeLessThanOrEqual(80);
  });

  it('exits with 5 when a condition is true, 2 when it is not understood', async () => {
    const exitCode = async (...conditions: readonly string[]): Promise<number | null> => {
      const flags = conditions.flatMap((condition) => ['--fail-if', condition]);
      return (await runProgram(['inspect', spoken, ...flags], { cwd })).exitCode;
    };
    expect(await exitCode('errors > 0', 'latency.p50 > 1 min')).toBe(2);
    expect(await exitCode('errors > 0', 'turns < 1')).toBe(0);
    expect(await exitCode('errors > 0', 'turns > 0')).toBe(5);
    const { checks } = await inspected(spoken, '--baseline', spoken, '--fail-if', 'turns > +10%');
    expect(checks).toEqual([expect.objectContaining({ condition: 'turns > +10%', failed: false })]);
  });

  it('refuses what is no recording in one sentence', async () => {
    const empty = join(cwd, 'empty');
    await mkdir(empty);
    const { exitCode, stdout, stderr } = await runProgram(['inspect', empty], { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^voicelive: .*empty is not a recording: it has neither .*\n {2}Name a/);
  });

  it('lets nothing of a recording reach the terminal as a command', async () => {
    const folder = join(cwd, 'hostile');
    const hostile = 'Hi\u001b]0;owned\u0007 \u202ethere\u009b31m\r\nyes';
    await writeKnown(folder, {
      seconds: 5,
      speech: [{ fromMs: 500, toMs: 1500, text: hostile }],
      replies: [{ fromMs: 2000, toMs: 4000, text: hostile }],
      options: { model: hostile, target: hostile },
    });
    for (const args of [[folder], [folder, folder], [folder, '--json']]) {
      const { stdout } = await runProgram(['inspect', ...args], { cwd });
      expect(stdout.includes('owned')).toBe(args.length === 1 || args[1] === '--json');
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
  });
});

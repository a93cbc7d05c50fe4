import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { peakDbfs } from '../../src/audio/pure/level.js';
import { parseWav } from '../../src/audio/pure/wav.js';
import { readRecording } from '../../src/recording/reader.js';
import { replayState } from '../../src/recording/replay.js';
import { isJsonObject, type JsonObject } from '../../src/shared/json.js';
import {
  bareEnvironment,
  fixture,
  killProgramsAfterAll,
  programPath,
  runProgram,
  startProgram,
  temporaryFolder,
} from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

/** Every line of a text as a JSON object. */
function jsonLines(text: string): readonly JsonObject[] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const value: unknown = JSON.parse(line);
      if (!isJsonObject(value)) throw new Error(`not an object: ${line}`);
      return value;
    });
}

const frameMs = 20;

/** Where sound begins and ends in a file, and how long the file is; milliseconds. */
async function soundIn(path: string): Promise<{ startMs: number; endMs: number; totalMs: number }> {
  const bytes = await readFile(path);
  expect(bytes.readUInt16LE(22), 'channels').toBe(1);
  const { samples, sampleRateHz } = parseWav(bytes, path);
  const frame = (sampleRateHz * frameMs) / 1000;
  const loud: number[] = [];
  for (let at = 0; at + frame <= samples.length; at += frame) {
    if (peakDbfs(samples.subarray(at, at + frame)) > -38) loud.push(at / frame);
  }
  return {
    startMs: (loud[0] ?? 0) * frameMs,
    endMs: ((loud.at(-1) ?? -1) + 1) * frameMs,
    totalMs: (samples.length / sampleRateHz) * 1000,
  };
}

describe('talk without a terminal', () => {
  it('answers typed lines on stdout, and says everything else on stderr', async () => {
    const ended = await runProgram(['talk'], { cwd, input: 'hello\n\nhelp me' });
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toBe(
      'Hello! I am the voice live emulator. How can I help you?\n' +
        'You can ask for the time, for the weather of a city, for a story, or ask me to count.\n',
    );
    expect(ended.stderr).toContain('No endpoint configured: using the built-in emulator.');
    expect(ended.stderr).toMatch(/^you +hello$/m);
    expect(ended.stderr).toMatch(/^tokens .* in 2 responses/m);
    expect(ended.stderr).not.toContain('\x1b');
  });

  it('ends with 0 when there is nothing to say', async () => {
    const { exitCode, stdout } = await runProgram(['talk'], { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  });

  it('ends in order when --timeout is over, with what was said and 0', async () => {
    const program = startProgram(['talk', '--timeout', '3'], { cwd, input: null });
    program.child.stdin?.write('hello\n');
    const ended = await program.ended;
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toContain('How can I help you?');
    expect(ended.stderr).toMatch(/^tokens /m);
    expect(ended.stderr).toMatch(/^The session ended: --timeout reached\.$/m);
  });

  it.each([[[]], [['--json']]])('says where the recording is (%j)', async (args) => {
    const folder = join(cwd, 'told');
    const ended = await runProgram(['talk', '--record', folder, ...args], { cwd, input: '' });
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain(`recording  ${folder}`);
  });

  it('prints every event as a JSON line for --json, and nothing else on stdout', async () => {
    const ended = await runProgram(['talk', '--json'], { cwd, input: 'hello\n' });
    expect(ended.exitCode).toBe(0);
    const lines = jsonLines(ended.stdout);
    const types = lines.flatMap(({ type, raw }) =>
      type === 'server' && isJsonObject(raw) ? [raw['type']] : [type],
    );
    expect(types).toEqual(
      expect.arrayContaining(['start', 'session.created', 'response.text.delta', 'response.done']),
    );
    expect(lines.every(({ t }) => typeof t === 'number')).toBe(true);
  });

  it('talks with a WAV microphone to its end, and the speaker file has the whole answer', async () => {
    const speaker = join(cwd, 'out.wav');
    const speech = fixture('speech/what-time-is-it.wav');
    const ended = await runProgram(['talk', '--json', '--mic', speech, '--speaker', speaker], {
      cwd,
      // Stdin stays open, as in a job that never closes it: the file's end is the end.
      input: null,
    });
    expect(ended.exitCode).toBe(0);
    const lines = jsonLines(ended.stdout);
    const replySamples = lines.reduce((sum, { type, audioSamples }) => {
      return type === 'server' && typeof audioSamples === 'number' ? sum + audioSamples : sum;
    }, 0);
    const replyMs = replySamples / 24;
    expect(replyMs).toBeGreaterThan(500);
    const spokenMs = parseWav(await readFile(speech), speech).samples.length / 16;
    const { startMs, endMs, totalMs } = await soundIn(speaker);
    expect(startMs).toBeGreaterThan(spokenMs * 0.5);
    // A voice begins and ends with some silence of its own; where recognition has no time, the reply is the speech itself.
    const own = await soundIn(speech);
    const silenceMs = Math.max(600, own.totalMs - (own.endMs - own.startMs) + 2 * frameMs);
    expect(endMs - startMs).toBeGreaterThan(replyMs - silenceMs);
    expect(endMs - startMs).toBeLessThanOrEqual(replyMs + frameMs);
    expect(totalMs).toBeGreaterThanOrEqual(endMs);
    expect(totalMs).toBeLessThan(endMs + 1500);
  });

  it('records with --record: a folder that can be read, without a secret', async () => {
    const folder = join(cwd, 'rec');
    const secret = 'a-key-that-somebody-typed';
    const ended = await runProgram(['talk', '--record', folder], {
      cwd,
      input: `hello\n${secret}\n`,
      env: { SOME_SERVICE_KEY: secret },
    });
    expect(ended.exitCode).toBe(0);
    const [name = '', ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect(name).toMatch(/^\d{8}T\d{6}Z-[0-9a-f]+$/);
    expect((await readdir(join(folder, name))).sort()).toEqual(['events.jsonl', 'session.wav']);
    const recording = await readRecording(join(folder, name));
    const { inputs, torn, skipped, lost } = recording;
    expect(replayState(recording).options).toMatchObject({
      target: 'emulator',
      mode: 'text',
      model: 'gpt-realtime',
    });
    expect({ torn, skipped, lost }).toEqual({ torn: 0, skipped: 0, lost: 0 });
    expect(inputs.map((input) => input.type)).toEqual(
      expect.arrayContaining(['start', 'sent', 'server']),
    );
    // A session in text has a WAV file all the same: stereo, without a sample.
    const wav = await readFile(join(folder, name, 'session.wav'));
    expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
    // The chunks before it: RIFF, and the room for the sizes of RF64.
    expect(wav.readUInt16LE(58)).toBe(2);
    const files = await Promise.all(
      ['events.jsonl', 'session.wav'].map((file) => readFile(join(folder, name, file))),
    );
    expect(Buffer.concat(files).includes(secret)).toBe(false);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'ends with the exit code of %s, and keeps what was said',
    async (signal, exitCode) => {
      const program = startProgram(['talk'], { cwd, input: null });
      program.child.stdin?.write('hello\nwhat time is it\n');
      // The second turn waits for the tokens of the first one, which come after its words.
      await expect.poll(program.stdout).toContain('It is');
      program.child.kill(signal);
      const ended = await program.ended;
      expect(ended.exitCode).toBe(exitCode);
      expect(ended.stderr).toMatch(/^tokens /m);
      expect(ended.stderr).not.toMatch(/error/i);
    },
  );

  it.each([[['talk']], [['talk', '--json']]])(
    'ends quietly when the reader of its output goes away (%j)',
    async (args) => {
      const turns = 'hello\n'.repeat(3);
      const script = 'printf %s "$0" | { "$@"; echo "exit code $?" >&2; } | head -n 1';
      const child = spawn(
        '/bin/sh',
        ['-c', script, turns, process.execPath, programPath, ...args],
        {
          cwd,
          env: bareEnvironment(cwd),
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      await new Promise((resolve) => child.once('close', resolve));
      expect(stdout.trimEnd().split('\n')).toHaveLength(1);
      expect(stderr).toContain('exit code 0');
      expect(stderr).not.toMatch(/EPIPE|error|^ +at /im);
    },
  );
});

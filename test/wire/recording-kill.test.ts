import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecording } from '../../src/recording/reader.js';
import { headerBytes } from '../../src/recording/wav-header.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { stereoOf } from '../helpers/recordings.js';

const run = promisify(execFile);
/** `VOICELIVE_KILLS=1000` for the long run. */
const kills = Number(process.env['VOICELIVE_KILLS'] ?? 8);
const atOnce = 2;
const samples = 480;

let folder: string;
let child: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-kill-'));
  child = join(folder, 'child.mjs');
  await build({
    entryPoints: [new URL('../helpers/recording-child.ts', import.meta.url).pathname],
    outfile: child,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
  });
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Killed {
  readonly recording: string;
  /** Steps that were done 20 ms before the kill, and after which the program had time to write. */
  readonly steps: number;
}

async function recordAndKill(index: number): Promise<Killed> {
  const directory = join(folder, String(index));
  const progress = join(folder, `${index}.progress`);
  const life = join(folder, `${index}.life`);
  const process = spawn('node', [child, directory, progress, life], { stdio: 'ignore' });
  const exited = once(process, 'exit');
  let killedAtMs: number;
  try {
    await expect.poll(() => hasStarted(life), { interval: 5 }).toBe(true);
    // The instant is what this test is about: anywhere in the first 0.4 s of recording.
    await delay(Math.random() * 400);
  } finally {
    killedAtMs = monotonicMs();
    process.kill('SIGKILL');
    await exited;
  }
  const [name = ''] = await readdir(directory);
  // The last of so many writes after a step began when the recorder's own few for it were done.
  const lastWriteMs = (await timesIn(life)).at(-4) ?? 0;
  const done = await timesIn(progress);
  const steps = done.filter((atMs) => atMs < Math.min(killedAtMs - 20, lastWriteMs)).length;
  return { recording: join(directory, name), steps };
}

/** The doubles in a file; one that was cut off by the kill is left out. */
async function timesIn(path: string): Promise<readonly number[]> {
  const bytes = await readFile(path);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, n) => bytes.readDoubleLE(8 * n));
}

async function hasStarted(life: string): Promise<boolean> {
  return existsSync(life) && (await stat(life)).size > 0;
}

/** Sample frames that another program finds in the file, undefined where that program is not installed. */
async function framesBy(program: string, args: readonly string[]): Promise<number | undefined> {
  try {
    const { stdout, stderr } = await run(program, args);
    expect(stderr).toBe('');
    return Number(stdout);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw thrown;
  }
}

const pythonFrames = [
  'import sys, wave',
  'f = wave.open(sys.argv[1])',
  'assert f.getparams()[:3] == (2, 2, 24000), f.getparams()',
  'assert len(f.readframes(f.getnframes())) == 4 * f.getnframes()',
  'print(f.getnframes())',
].join('\n');

async function check(killed: Killed): Promise<void> {
  const wav = join(killed.recording, 'session.wav');
  const bytes = await readFile(wav);
  const { left, right } = stereoOf(bytes);
  expect(bytes.length).toBeGreaterThanOrEqual(headerBytes + 4 * left.length);
  expect(bytes.readUInt32LE(4)).toBe(headerBytes - 8 + 4 * left.length);
  for (const [program, args] of [
    ['soxi', ['-s', wav]],
    ['python3', ['-c', pythonFrames, wav]],
  ] as const) {
    expect([left.length, undefined]).toContain(await framesBy(program, args));
  }
  const first = left.findIndex((sample) => sample !== 0);
  const soundFrames = first === -1 ? 0 : left.findLastIndex((sample) => sample !== 0) + 1 - first;
  // The silence that the file is ahead.
  const ahead = first === -1 ? left.length : left.length - first - soundFrames;
  expect(ahead).toBeLessThanOrEqual(24_000);
  const context = `${soundFrames / samples} frames in the file after ${killed.steps} steps and 20 ms`;
  expect(soundFrames, context).toBeGreaterThanOrEqual(killed.steps * samples);
  for (let index = 0; index < soundFrames; index += 1) {
    const number = 1 + Math.floor(index / samples);
    if (left[first + index] !== number || right[first + index] !== -number) {
      expect.fail(`sample ${index} is ${left[first + index]}, ${right[first + index]}`);
    }
  }
  const { inputs, torn, skipped, lost } = await readRecording(killed.recording);
  expect(torn).toBeLessThanOrEqual(1);
  expect({ skipped, lost }).toEqual({ skipped: 0, lost: 0 });
  expect(inputs.length).toBeGreaterThanOrEqual(killed.steps);
  expect(inputs).toEqual(
    inputs.map((_, index) => ({
      nowMs: 20 * index,
      type: 'notice',
      level: 'info',
      text: `step ${index}`,
    })),
  );
}

describe('a recording whose program is killed with SIGKILL', () => {
  it(
    `opens unrepaired, with at most 20 ms of sound and one line lost, at ${kills} random instants under load`,
    async () => {
      const load = Array.from({ length: 2 }, () =>
        spawn('node', ['-e', 'for (;;);'], { stdio: 'ignore' }),
      );
      const pending = Array.from({ length: kills }, (_, index) => index);
      const worker = async (): Promise<void> => {
        for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
          const killed = await recordAndKill(index);
          await check(killed);
          await rm(killed.recording, { recursive: true });
        }
      };
      try {
        await Promise.all(Array.from({ length: atOnce }, worker));
      } finally {
        for (const process of load) process.kill('SIGKILL');
      }
    },
    60_000 + kills * 2000,
  );
});

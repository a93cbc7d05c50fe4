import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';
import { isJsonObject } from '../../src/shared/json.js';
import { patienceMs } from './patience.js';
import { expectRecordingsToReplay } from './replays.js';

/** The program as it is shipped; it runs what the global set-up built into dist/. */
export const programPath = fileURLToPath(new URL('../../bin/voicelive.js', import.meta.url));

/** Path of a file of test/fixtures. */
export function fixture(path: string): string {
  return fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
}

/**
 * Call at the top of a test file: the path of a new folder. When the file is done, every recording in it is replayed and
 * compared with the live session, and the folder is removed. Not compared: copies of a recording that an earlier version of
 * the program made.
 */
export function temporaryFolder(options: { readonly holdsCopies?: true } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'voicelive-program-'));
  afterAll(async () => {
    if (options.holdsCopies !== true) await expectRecordingsToReplay(folder);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export type Environment = Readonly<Record<string, string>>;

/**
 * An environment in which nothing is configured: no endpoint, key, proxy or desktop, and no sound device, whatever the
 * machine has.
 */
export function bareEnvironment(home: string, more: Environment = {}): Environment {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    // An ALSA configuration without a single device in it.
    ALSA_CONFIG_PATH: '/dev/null',
    ...more,
  };
}

export interface RunOptions {
  /** Home and working folder. */
  readonly cwd: string;
  /** What is written to stdin, which is then closed; null leaves it open. Default: closed at once. */
  readonly input?: string | null;
  readonly env?: Environment;
  /** Options of Node before the program. */
  readonly nodeOptions?: readonly string[];
  /** When the program is killed that does not end by itself; its exit code is null then. Default: `patienceMs`. */
  readonly deadlineMs?: number;
}

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProgram {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

const running = new Set<ChildProcess>();

/** Starts the program without a terminal. */
export function startProgram(args: readonly string[], options: RunOptions): RunningProgram {
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), programPath, ...args], {
    cwd: options.cwd,
    env: bareEnvironment(options.cwd, options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A program that refuses its arguments does not read what it is given.
  child.stdin.on('error', () => undefined);
  if (options.input !== null) child.stdin.end(options.input ?? '');
  const deadline = setTimeout(() => child.kill('SIGKILL'), options.deadlineMs ?? patienceMs);
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (exitCode) => {
      clearTimeout(deadline);
      running.delete(child);
      resolve({ exitCode, stdout, stderr });
    });
  });
  return { child, ended, stdout: () => stdout, stderr: () => stderr };
}

/** Runs the program to its end, without a terminal. */
export function runProgram(args: readonly string[], options: RunOptions): Promise<Ended> {
  return startProgram(args, options).ended;
}

/** The emulator by itself, listening. */
export interface RunningServer extends RunningProgram {
  readonly url: string;
  readonly token: string;
}

/** Starts `voicelive serve` and waits until it listens. */
export async function startServer(cwd: string): Promise<RunningServer> {
  const server = startProgram(['serve', '--json'], { cwd });
  await expect.poll(server.stdout).toMatch(/\n$/);
  const printed: unknown = JSON.parse(server.stdout());
  if (isJsonObject(printed)) {
    const { url, token } = printed;
    if (typeof url === 'string' && typeof token === 'string') return { ...server, url, token };
  }
  throw new Error(`not what serve prints: ${server.stdout()}`);
}

/** Call at the top of a test file: no test leaves a program behind. */
export function killProgramsAfterAll(): void {
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
  });
}

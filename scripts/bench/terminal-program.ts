import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node-pty';

/** The program as it is shipped. */
export const programPath = fileURLToPath(new URL('../../bin/voicelive.js', import.meta.url));

/** Nothing is configured and there is no sound device, whatever the machine has. */
export function bareEnvironment(more: Readonly<Record<string, string>> = {}): {
  readonly [name: string]: string;
} {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: tmpdir(),
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    ALSA_CONFIG_PATH: '/dev/null',
    ...more,
  };
}

/** A program in a pseudo-terminal of 120×40. */
export interface TerminalProgram {
  readonly pid: number;
  readonly startedMs: number;
  /** Characters and frames written so far. */
  count(): { readonly characters: number; readonly frames: number };
  /** Resolves with the time, on the clock of `performance.now()`, when the output has this text. */
  shows(text: string, withinMs?: number): Promise<number>;
  write(keys: string): void;
  /** Has it end by itself, as SIGTERM does: only then it keeps its compiled code for the next start. */
  end(): Promise<void>;
  /** Kills it. */
  close(): Promise<void>;
}

const frameMark = '\x1b[?2026h';
const patienceMs = 20_000;

/** Starts Node in a pseudo-terminal. @throws Error from `shows`, when it is not shown in time, by default 20 s */
export function openInTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  onText: (text: string) => void = () => undefined,
): TerminalProgram {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [...args], {
    name: 'xterm-256color',
    cols: 120,
    rows: 40,
    cwd: tmpdir(),
    env: { ...bareEnvironment(env) },
  });
  let tail = '';
  let characters = 0;
  let frames = 0;
  const looks = new Set<() => void>();
  child.onData((text) => {
    characters += text.length;
    frames += text.split(frameMark).length - 1;
    tail = (tail + text).slice(-20_000);
    onText(text);
    for (const look of looks) look();
  });
  const exited = new Promise<void>((resolve) => {
    child.onExit(() => {
      resolve();
    });
  });
  return {
    pid: child.pid,
    startedMs,
    count: () => ({ characters, frames }),
    shows: (text, withinMs = patienceMs) =>
      new Promise((resolve, reject) => {
        const deadline = setTimeout(() => {
          reject(new Error(`not shown: ${text}; but ${JSON.stringify(tail.slice(-500))}`));
        }, withinMs);
        const look = (): void => {
          if (!tail.includes(text)) return;
          clearTimeout(deadline);
          looks.delete(look);
          resolve(performance.now());
        };
        looks.add(look);
        look();
      }),
    write: (keys) => {
      child.write(keys);
    },
    async end() {
      process.kill(child.pid, 'SIGTERM');
      await exited;
    },
    async close() {
      process.kill(child.pid, 'SIGKILL');
      await exited;
    },
  };
}

/** Processor time that all threads of a process have used, in milliseconds (Linux: the scheduler's own count). */
export function processorMs(pid: number): number {
  const tasks = `/proc/${String(pid)}/task`;
  return readdirSync(tasks).reduce((sum, thread) => {
    const [nanoseconds = '0'] = readFileSync(`${tasks}/${thread}/schedstat`, 'utf8').split(' ');
    return sum + Number(nanoseconds) / 1e6;
  }, 0);
}

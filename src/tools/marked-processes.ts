import { readdirSync, readFileSync } from 'node:fs';

/**
 * Environment variable that marks the processes of a tool. Whatever a tool starts inherits it, also what leaves the tool's
 * process group (`setsid`, daemons), unless it clears the variable to stay.
 */
export const markVariable = 'VOICELIVE_TOOL_CALL';

/** A process may start another one while they are searched. */
const killRounds = 5;

/**
 * Sends a signal (0 sends none) to every process with a mark that begins so. Only Linux shows the environment of processes;
 * elsewhere, and for processes of another user, nothing is found.
 * @param group the process group to leave out
 * @returns how many processes were found
 */
export function signalMarked(
  mark: string,
  signal: 'SIGTERM' | 'SIGKILL' | 0,
  group?: number,
): number {
  const pids = markedProcesses(mark).filter((pid) => group === undefined || groupOf(pid) !== group);
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
  return pids.length;
}

/** Kills every process with a mark that begins so, and what those start meanwhile. */
export function killMarked(mark: string): void {
  for (let round = 0; round < killRounds; round += 1)
    if (signalMarked(mark, 'SIGKILL') === 0) return;
}

function markedProcesses(mark: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  const wanted = `\0${markVariable}=${mark}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => `\0${read(pid, 'environ')}`.includes(wanted));
}

/** `pid (name) state ppid pgrp …`, where the name may have spaces and brackets. */
function groupOf(pid: number): number {
  return Number(/.*\) \S+ \S+ (\d+)/s.exec(read(pid, 'stat'))?.[1]);
}

function read(pid: number, file: 'environ' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    // It has ended meanwhile, or belongs to somebody else.
    return '';
  }
}

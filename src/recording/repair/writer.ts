import { readFile, stat } from 'node:fs/promises';
import { uptime } from 'node:os';

/**
 * Whether the process that a recording's header names is still writing it.
 * @param pid of the program that recorded
 * @param logPath its event log
 */
export async function isWrittenBy(pid: number | undefined, logPath: string): Promise<boolean> {
  if (pid === undefined || !isAlive(pid)) return false;
  // Numbers of processes are used again: after a restart of the machine, and by other programs.
  const { mtimeMs } = await stat(logPath);
  return mtimeMs > Date.now() - uptime() * 1000 && (await mayBeOurs(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

/** Where there is no /proc it is not known, and the recording is left alone. */
async function mayBeOurs(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => undefined);
  return command === undefined || /voicelive|node/.test(command);
}

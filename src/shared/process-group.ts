import type { ChildProcess } from 'node:child_process';

/** Sends a signal to a process that was started `detached`, and to everything it started. */
export function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // No such group: it has ended, or the platform has no groups and only the process itself can be signalled.
    child.kill(signal);
  }
}

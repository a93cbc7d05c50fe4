import { readdirSync } from 'node:fs';
import { constants, platform, setPriority } from 'node:os';

/**
 * Raises the priority of this process, as sound servers do; without the permission nothing changes. On Linux priorities
 * are per thread (setpriority(2), "C library/kernel differences"), and Node has started its threads before the first line
 * of a program runs.
 */
export function raisePriority(): void {
  try {
    const threads = platform() === 'linux' ? readdirSync('/proc/self/task').map(Number) : [0];
    for (const thread of threads) setPriority(thread, constants.priority.PRIORITY_HIGH);
  } catch {
    // Ordinary users are not allowed to; the device's queue has to be enough.
  }
}

/** Lowers the priority of this thread. Linux only: elsewhere it would affect the whole process. */
export function lowerPriority(): void {
  if (platform() === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}

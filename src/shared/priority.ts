import { readdirSync } from 'node:fs';
import { constants, platform, setPriority } from 'node:os';

/**
 * Asks that this process goes before others, as sound servers do; without the right to it nothing changes. On Linux a
 * priority is a thread's own (setpriority(2), "C library/kernel differences"), and Node has started its threads before
 * the first line of a program runs.
 */
export function raisePriority(): void {
  try {
    const threads = platform() === 'linux' ? readdirSync('/proc/self/task').map(Number) : [0];
    for (const thread of threads) setPriority(thread, constants.priority.PRIORITY_HIGH);
  } catch {
    // Ordinary users may not; the device's queue has to do.
  }
}

/** Lets everything else go before this thread. Linux only: elsewhere a thread cannot be told from its process. */
export function lowerPriority(): void {
  if (platform() === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}

import { constants, platform, setPriority } from 'node:os';

/** Asks that this process goes before others, as sound servers do; without the right to it nothing changes. */
export function goFirst(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGH);
  } catch {
    // Ordinary users may not; the device's queue has to do.
  }
}

/** Lets everything else go before this thread. Linux only: elsewhere a thread cannot be told from its process. */
export function giveWay(): void {
  if (platform() === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}

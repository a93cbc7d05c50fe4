import type { Clock } from '../shared/clock.js';
import type { Player } from './player.js';

/** As often as the screen shows frames. */
const tickMs = 33;
/** So long the log is read before other things have their turn. */
const sliceMs = 8;
/** How often a log that was read is looked at for more. */
const growthMs = 250;

interface Driven {
  readonly player: Player;
  /** Reads more of the log; false when there is none for now. */
  readonly step: () => boolean;
  readonly isComplete: () => boolean;
  readonly clock: Clock;
  /** The log was read to where it ends by now, for the first time. */
  readonly onRead: () => void;
}

/** Reads a log and moves its player along, until the result is called. */
export function driveReplay({ player, step, isComplete, clock, onRead }: Driven): () => void {
  let isRead = false;
  const read = (): void => {
    const untilMs = clock.nowMs() + sliceMs;
    let more = step();
    while (more && clock.nowMs() < untilMs) more = step();
    if (!more && !isRead) {
      isRead = true;
      onRead();
    }
    if (more || !isComplete()) cancelRead = clock.after(more ? 0 : growthMs, read);
  };
  const tick = (): void => {
    player.tick();
    cancelTick = clock.after(tickMs, tick);
  };
  let cancelRead = clock.after(0, read);
  let cancelTick = clock.after(0, tick);
  return () => {
    cancelRead();
    cancelTick();
  };
}

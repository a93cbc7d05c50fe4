import type { LogAccount, LogStart } from '../recording/log-reader.js';
import type { SessionOptions } from '../session/state.js';
import { SoundClock } from './sound-clock.js';
import { Timeline } from './timeline.js';

/** What a recording without an event log gives: a session in which nothing happens, for its sound. */
export function soundOnly(rateHz: number): {
  readonly start: LogStart;
  readonly account: LogAccount;
  readonly timeline: Timeline;
  readonly soundClock: SoundClock;
  readonly isComplete: true;
  readonly isRead: true;
  readonly step: () => false;
} {
  const session: SessionOptions = {
    target: 'sound',
    emulated: false,
    model: 'no event log',
    mode: 'hands-free',
    session: {},
    inputRateHz: rateHz,
    outputRateHz: rateHz,
    runnableTools: [],
    approve: 'ask',
    canAsk: false,
  };
  return {
    start: { header: { program: '', startedAt: '', options: session }, lacks: [] },
    // It has an end: nothing is to be said about the log but that there is none.
    account: { torn: 0, skipped: 0, lost: 0, lastState: {} },
    timeline: new Timeline({ session, read: () => [] }),
    soundClock: new SoundClock(rateHz, rateHz),
    isComplete: true,
    isRead: true,
    step: () => false,
  };
}

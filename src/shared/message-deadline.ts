import type { Clock } from './clock.js';
import { FrameTracker } from './websocket-frames.js';

/** Time for a message to arrive, beside what its bytes take on a slow line. */
export const defaultMessageDeadlineMs = 30_000;
/** A line of 2 Mbit/s. */
const slowestBytesPerMs = 256;

export interface MessageDeadlineOptions {
  readonly clock: Clock;
  readonly deadlineMs: number;
  /** The stream is not being read now: time does not count. */
  readonly isPaused?: () => boolean;
  /** Called once, when a message or one of its fragments began and has not ended in time. */
  readonly overdue: () => void;
}

/** Watches the incoming bytes of one WebSocket until `stop`. */
export interface MessageDeadline {
  heard(chunk: Buffer): void;
  stop(): void;
}

/** Gives every message a deadline, so that a peer cannot keep one open for ever, fragment by fragment. */
export function watchMessages(options: MessageDeadlineOptions): MessageDeadline {
  const { clock, deadlineMs } = options;
  const tracker = new FrameTracker();
  let cancel: (() => void) | undefined;
  let sinceMs = 0;
  let finished = 0;
  let stopped = false;

  function stop(): void {
    stopped = true;
    cancel?.();
  }

  function look(): void {
    cancel = undefined;
    if (tracker.messageBytes === 0) return;
    const nowMs = clock.nowMs();
    if (options.isPaused?.() === true) sinceMs = nowMs;
    const dueMs = sinceMs + deadlineMs + tracker.messageBytes / slowestBytesPerMs;
    if (nowMs < dueMs) {
      cancel = clock.after(dueMs - nowMs, look);
      return;
    }
    stop();
    options.overdue();
  }

  return {
    heard(chunk) {
      if (stopped) return;
      const isNew = tracker.messageBytes === 0;
      tracker.push(chunk);
      if (isNew || tracker.messages !== finished) sinceMs = clock.nowMs();
      finished = tracker.messages;
      if (cancel === undefined) look();
    },
    stop,
  };
}

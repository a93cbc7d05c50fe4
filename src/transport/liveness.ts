import type { Clock } from '../shared/clock.js';

/** Deadlines that detect a dead connection. */
export interface LivenessDeadlines {
  /** Ping interval while nothing goes over the line. */
  readonly idlePingMs: number;
  /** Time a ping may stay unanswered while nothing goes over the line. */
  readonly idlePongMs: number;
  /** Ping interval while messages go over the line. */
  readonly busyPingMs: number;
  /** Time a ping may stay unanswered while messages go over the line. */
  readonly busyPongMs: number;
}

/** A connection that dies while audio flows is detected within busyPingMs + busyPongMs + the second look: 4.9 s. */
export const defaultDeadlines: LivenessDeadlines = {
  idlePingMs: 30_000,
  idlePongMs: 10_000,
  busyPingMs: 2_000,
  busyPongMs: 2_800,
};

/** A late timer runs before waiting input is read; a second look after this time sees that input. */
const secondLookMs = 100;

/** How often the machine's clocks are compared while nothing else is due. */
const sleepLookMs = 5_000;
/** The wall clock ran on by so much more than the monotonic one, or a timer is so late: the machine was asleep. */
const minSleepMs = 10_000;

/** A ping behind a big message (an image turn) gets the time that a 2 Mbit/s uplink needs for the message. */
const minUplinkBytesPerMs = 256;

export interface LivenessOptions {
  readonly deadlines: LivenessDeadlines;
  readonly clock: Clock;
  readonly ping: () => void;
  /** Bytes received so far: any that arrive after a ping prove the connection, even before the pong. */
  readonly heardBytes: () => number;
  /** Bytes that wait in front of a ping sent now. */
  readonly pendingBytes: () => number;
  /** Wall clock, milliseconds. */
  readonly wallMs: () => number;
  /** Called once; `silentMs` is the age of the unanswered ping. */
  readonly dead: (silentMs: number) => void;
}

/** Watches one open connection until `stop`. */
export interface Liveness {
  /** A message was sent or came. */
  traffic(): void;
  /** How long the machine was asleep, milliseconds, until the line has answered again; undefined otherwise. */
  sleptMs(): number | undefined;
  stop(): void;
}

interface Unanswered {
  readonly sentAtMs: number;
  readonly heardBytes: number;
  readonly deadlineMs: number;
  readonly secondLook: boolean;
}

export function watchLiveness(options: LivenessOptions): Liveness {
  const { deadlines, clock } = options;
  let trafficSincePing = false;
  let lastPingMs = clock.nowMs();
  let unanswered: Unanswered | undefined;
  let cancelTimer = (): void => undefined;
  let stopped = false;
  let seen = { monotonicMs: clock.nowMs(), wallMs: options.wallMs(), dueMs: Infinity };
  let sleptMs: number | undefined;

  /** Since the last look: one clock stands still while the machine sleeps, or all timers are late. */
  const sleepSinceLook = (nowMs: number): number => {
    const stoodStillMs = options.wallMs() - seen.wallMs - (nowMs - seen.monotonicMs);
    return Math.max(stoodStillMs, nowMs - seen.dueMs);
  };
  const nextPingMs = (): number =>
    lastPingMs + (trafficSincePing ? deadlines.busyPingMs : deadlines.idlePingMs);
  const deadlineAfter = (allowedMs: number): number =>
    clock.nowMs() + allowedMs + options.pendingBytes() / minUplinkBytesPerMs;

  function ping(nowMs: number): void {
    const deadlineMs = deadlineAfter(
      trafficSincePing ? deadlines.busyPongMs : deadlines.idlePongMs,
    );
    trafficSincePing = false;
    lastPingMs = nowMs;
    unanswered = {
      sentAtMs: nowMs,
      heardBytes: options.heardBytes(),
      deadlineMs,
      secondLook: false,
    };
    options.ping();
  }

  function stop(): void {
    stopped = true;
    cancelTimer();
  }

  function look(): void {
    if (stopped) return;
    const nowMs = clock.nowMs();
    if (unanswered !== undefined && options.heardBytes() > unanswered.heardBytes) {
      unanswered = undefined;
      sleptMs = undefined;
    }
    const asleepMs = sleepSinceLook(nowMs);
    seen = { monotonicMs: nowMs, wallMs: options.wallMs(), dueMs: Infinity };
    if (asleepMs >= minSleepMs) {
      sleptMs = asleepMs;
      // The line is most likely dead, and is found out at once.
      trafficSincePing = true;
      ping(nowMs);
    }
    if (unanswered !== undefined && nowMs >= unanswered.deadlineMs) {
      if (unanswered.secondLook) {
        stop();
        options.dead(nowMs - unanswered.sentAtMs);
        return;
      }
      unanswered = { ...unanswered, deadlineMs: nowMs + secondLookMs, secondLook: true };
    }
    if (unanswered === undefined && nowMs >= nextPingMs()) ping(nowMs);
    schedule(nowMs);
  }

  function schedule(nowMs: number): void {
    cancelTimer();
    const pingAtMs = nextPingMs();
    const wakeMs =
      unanswered === undefined
        ? pingAtMs
        : pingAtMs > nowMs
          ? Math.min(pingAtMs, unanswered.deadlineMs)
          : unanswered.deadlineMs;
    const inMs = Math.min(sleepLookMs, Math.max(1, wakeMs - nowMs));
    seen = { ...seen, dueMs: nowMs + inMs };
    cancelTimer = clock.after(inMs, look);
  }

  schedule(clock.nowMs());
  return {
    traffic() {
      if (stopped || trafficSincePing) return;
      trafficSincePing = true;
      if (unanswered !== undefined) {
        const deadlineMs = Math.min(unanswered.deadlineMs, deadlineAfter(deadlines.busyPongMs));
        unanswered = { ...unanswered, deadlineMs };
      }
      look();
    },
    sleptMs() {
      const asleepMs = sleepSinceLook(clock.nowMs());
      return sleptMs ?? (asleepMs >= minSleepMs ? asleepMs : undefined);
    },
    stop,
  };
}

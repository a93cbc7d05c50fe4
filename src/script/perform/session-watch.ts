import type { Clock } from '../../shared/clock.js';
import type { Input } from '../../session/inputs.js';
import { messageOf } from '../../shared/errors.js';
import { activity } from '../../session/selectors.js';
import type { SessionOutput } from '../../session/session-output.js';
import type { SessionState } from '../../session/state.js';
import type { SessionView } from '../../session/view.js';
import { SinceStep } from './since-step.js';

/** What became of something that was waited for. */
export type Outcome =
  | { readonly type: 'met' }
  /** The session is over. */
  | { readonly type: 'over' }
  /** It cannot come any more, or did not come in time: a sentence. */
  | { readonly type: 'missed'; readonly reason: string; readonly late: boolean };

/** Undefined: still to come. */
export type Verdict = 'met' | { readonly impossible: string } | undefined;

/** Something to wait for. */
export interface Wait {
  /** As in "waiting for …". */
  readonly what: string;
  /** Asked at once and after every change. */
  readonly look: (state: SessionState) => Verdict;
  /** Starts what calls back when it has come; the result cancels it. */
  readonly begin?: (met: () => void) => () => void;
  /** Done at the very moment. */
  readonly act?: () => void;
}

/** How long a step may take: its own limit, or as long as something happens. */
export interface StepLimit {
  readonly fromMs: number;
  readonly timeoutMs?: number;
}

/** Without a limit of its own a step fails when nothing has happened for so long. */
const idleMs = 30_000;
/** … and after so long in any case. */
const longestMs = 600_000;

/** What happens while nothing does. */
const background: ReadonlySet<Input['type']> = new Set<Input['type']>([
  'meters',
  'audio-health',
  'audio-counters',
]);

/** Follows a session for a script: says at the very input that something has come, or that it does not come any more. */
export class SessionWatch implements SessionOutput {
  readonly name = 'script';
  readonly #session: SessionView;
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  /** What happened since the step before. */
  readonly since = new SinceStep();
  #inputs = 0;
  #nowMs = 0;
  #lastMs: number;
  #isClosed = false;

  constructor(session: SessionView, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
    this.#lastMs = clock.nowMs();
  }

  /** Inputs of the session so far. */
  get inputs(): number {
    return this.#inputs;
  }

  /** The session's clock at the newest input. */
  get nowMs(): number {
    return this.#nowMs;
  }

  input(input: Input): void {
    this.#inputs += 1;
    this.#nowMs = input.nowMs;
    const isSilent = input.type === 'sent' && input.audio !== undefined;
    if (!isSilent && !background.has(input.type)) this.#lastMs = this.#clock.nowMs();
    this.since.input(input, this.#session.getState());
  }

  close(): Promise<void> {
    this.#isClosed = true;
    for (const end of [...this.#waiting]) end();
    return Promise.resolve();
  }

  /** Waits for something, for its impossibility, for the limit or the end of the session, whichever comes first. */
  until(wait: Wait, limit: StepLimit): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const stops: (() => void)[] = [];
      let isSettled = false;
      const settle = (outcome: Outcome): void => {
        if (isSettled) return;
        isSettled = true;
        for (const stop of stops) stop();
        try {
          if (outcome.type === 'met') wait.act?.();
          resolve(outcome);
        } catch (thrown) {
          reject(thrown instanceof Error ? thrown : new Error(messageOf(thrown)));
        }
      };
      const end = (): void => {
        settle({ type: 'over' });
      };
      const look = (): void => {
        const state = this.#session.getState();
        const verdict = wait.look(state);
        if (state.connection.phase === 'closed') end();
        else if (verdict === 'met') settle({ type: 'met' });
        else if (verdict !== undefined)
          settle({ type: 'missed', reason: verdict.impossible, late: false });
      };
      let cancelTimer = (): void => undefined;
      const watchTime = (): void => {
        const left = this.#left(limit);
        if (left.ms > 0) {
          cancelTimer = this.#clock.after(left.ms, watchTime);
          return;
        }
        const doing = activity(this.#session.getState());
        const reason = `${left.words}, waiting for ${wait.what} (activity: ${doing}).`;
        settle({ type: 'missed', reason, late: true });
      };
      if (this.#isClosed) {
        resolve({ type: 'over' });
        return;
      }
      this.#waiting.add(end);
      stops.push(
        () => this.#waiting.delete(end),
        this.#session.subscribe(look),
        () => {
          cancelTimer();
        },
      );
      look();
      if (!this.#waiting.has(end)) return;
      watchTime();
      const cancel = wait.begin?.(() => {
        settle({ type: 'met' });
      });
      if (cancel !== undefined) stops.push(cancel);
    });
  }

  #left({ fromMs, timeoutMs }: StepLimit): { readonly ms: number; readonly words: string } {
    const nowMs = this.#clock.nowMs();
    if (timeoutMs !== undefined)
      return { ms: fromMs + timeoutMs - nowMs, words: `Timed out after ${seconds(timeoutMs)}` };
    const idleLeft = Math.max(this.#lastMs, fromMs) + idleMs - nowMs;
    const wholeLeft = fromMs + longestMs - nowMs;
    return wholeLeft < idleLeft
      ? { ms: wholeLeft, words: `Timed out after ${seconds(longestMs)}` }
      : { ms: idleLeft, words: `Nothing happened for ${seconds(idleMs)}` };
  }
}

function seconds(ms: number): string {
  return `${String(ms / 1000)} s`;
}

import type { Failure } from '../failure.js';

/** A session that was ready lost its connection, and is not ready again yet. */
export interface Outage {
  /** The loss itself and every try to reconnect that failed since; the try that waits or runs has this number. */
  readonly failures: number;
  readonly sinceMs: number;
  /** What the last socket ended with, for people: a close code and its meaning, or why the last try failed. */
  readonly reason: string;
  /** A user turn was not answered: it is asked again. */
  readonly unanswered: boolean;
  /** The connection was given up on purpose; nothing was lost. */
  readonly renewal?: Renewal;
}

/** A new connection that the user asked for, or that was due. */
export interface Renewal {
  /** `/model`: the model before, to go back to when the new one is refused. */
  readonly previousModel?: string;
  /** What the new session is for, e.g. `voice: alloy → verse`. */
  readonly change?: string;
  /** The session was about to reach this limit. */
  readonly limitMinutes?: number;
}

/** `outage`: the connection is made again for a session that had one. */
export type ConnectionState =
  | { readonly phase: 'idle' }
  /** Connects as soon as every part is open. */
  | { readonly phase: 'waiting-for-parts' }
  | { readonly phase: 'connecting'; readonly attempt: number; readonly outage?: Outage }
  /** Upgraded; waiting for `session.created`, which a refusal never sends. */
  | { readonly phase: 'opening'; readonly attempt: number; readonly outage?: Outage }
  /** Our `session.update` is on its way; `basic`: with the options of the start only. */
  | {
      readonly phase: 'configuring';
      readonly attempt: number;
      readonly outage?: Outage;
      readonly basic?: true;
    }
  /**
   * `expired`: the service said that the session's time is over. `renewal`: a quiet moment for a new connection is
   * looked for; `overdue`: any moment between two turns will do.
   */
  | {
      readonly phase: 'ready';
      readonly attempt: number;
      readonly sinceMs: number;
      readonly expired?: true;
      readonly renewal?: 'due' | 'overdue';
    }
  /** Attempt `attempt` is over; the next one waits for its time. */
  | { readonly phase: 'reconnecting'; readonly attempt: number; readonly outage: Outage }
  | { readonly phase: 'closed'; readonly failure?: Failure };

import type { ClientEvent, ServerEvent } from '../../protocol/generated/types.js';
import type { JsonObject } from '../../shared/json.js';

/**
 * A client's event, by its type, or `input`: `input_audio_buffer.*`, `input_audio.*`, `input_text.*` and
 * `conversation.item.create`.
 */
export type ClientPoint = 'input' | ClientEvent['type'];

/** An event of the emulator, by its type, or a phase: `session` for `session.*`, `response` for `response.*`. */
export type ServerPoint = 'session' | 'response' | ServerEvent['type'];

/** When a fault happens, among the times that its place is reached. */
export interface FaultLimits {
  /** Only the nth event of this kind in a connection, from 1; without it, each. */
  readonly nth?: number;
  /** Only in these connections, counted from 1 in the order in which clients connect; without it, in each. */
  readonly connection?: number | readonly number[];
  /** At most so often, all connections together; default 1. */
  readonly times?: number | 'always';
  /** Above 0 and up to 1, drawn by the seed; default 1. */
  readonly probability?: number;
}

/** Ends the connection without a close frame; clients see code 1006, or a failed handshake. */
export interface DropFault extends FaultLimits {
  readonly drop: true;
  readonly at: 'handshake' | ClientPoint | ServerPoint;
}

/** Keeps the connection and lets nothing through any more, pings included, as a line that is dead. */
export interface StallFault extends FaultLimits {
  readonly stall: true;
  readonly at: 'handshake' | ClientPoint | ServerPoint;
}

/** Passes the event, or answers the handshake, so many milliseconds later; what follows waits behind it. */
export interface DelayFault extends FaultLimits {
  readonly delay_ms: number;
  readonly at: 'handshake' | ClientPoint | ServerPoint;
}

/** Closes the WebSocket, with this code or with code and reason. */
export interface CloseFault extends FaultLimits {
  readonly close: number | { readonly code: number; readonly reason?: string };
  readonly at: ClientPoint | ServerPoint;
}

/** Ends the session as the service does at its time limit: `error` session_expired, then close code 1001. */
export interface ExpireFault extends FaultLimits {
  readonly expire: true;
  readonly at: ClientPoint | ServerPoint;
}

/** Swallows the event; the session continues. */
export interface WithholdFault extends FaultLimits {
  readonly withhold: true;
  readonly at: ClientPoint | ServerPoint;
}

/** Passes the event twice. */
export interface DuplicateFault extends FaultLimits {
  readonly duplicate: true;
  readonly at: ClientPoint | ServerPoint;
}

/** Passes the first half of the event's text, which is not JSON, or the event under a type that does not exist. */
export interface GarbleFault extends FaultLimits {
  readonly garble: 'json' | 'type';
  readonly at: ClientPoint | ServerPoint;
}

/** Answers the handshake with an HTTP status, or with status, body and `Retry-After` (seconds). */
export interface RefuseFault extends FaultLimits {
  readonly refuse:
    | number
    | {
        readonly status: number;
        /** Text, or an object for JSON; default: the service's form of an error. */
        readonly body?: string | JsonObject;
        readonly retry_after_s?: number;
      };
  readonly at?: 'handshake';
}

/**
 * Answers the handshake with 429 and `Retry-After`, or a client's event with `error` rate_limit_exceeded in place of
 * handling it.
 */
export interface RateLimitFault extends FaultLimits {
  readonly rate_limit: true | { readonly retry_after_s: number };
  /** Default: `handshake`. */
  readonly at?: 'handshake' | ClientPoint;
}

/** One thing that goes wrong: an entry of the file of `--faults`. */
export type Fault =
  | DropFault
  | StallFault
  | DelayFault
  | CloseFault
  | ExpireFault
  | WithholdFault
  | DuplicateFault
  | GarbleFault
  | RefuseFault
  | RateLimitFault;

/** A fault that happened. */
export interface FaultReport {
  readonly fault: Fault;
  /** Place of the fault in its list, from 0. */
  readonly index: number;
  /** Number of the connection, from 1. */
  readonly connection: number;
  /** `handshake`, or the type of the event. */
  readonly at: string;
}

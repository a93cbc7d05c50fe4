import type { VoiceliveError } from '../shared/errors.js';
import type { JsonObject } from '../shared/json.js';

/** Takes a step of a connection for a log. The facts hold no secret that is known. */
export type Trace = (step: string, facts: JsonObject) => void;

/** Events of a connection, in order. `attempt` is the number given to `connect`; older attempts send no events. */
export type TransportEvent =
  /** `requestId`: under which the service knows the connection. */
  | { readonly type: 'open'; readonly attempt: number; readonly requestId?: string }
  | { readonly type: 'frame'; readonly attempt: number; readonly text: string }
  /** A binary frame; the protocol has none (text frames only), so only its size is reported. */
  | { readonly type: 'binary'; readonly attempt: number; readonly bytes: number }
  /** The connection was never made: refusal, timeout, name not found, credential failure. */
  | {
      readonly type: 'refused';
      readonly attempt: number;
      readonly error: VoiceliveError;
      readonly retryable: boolean;
    }
  /** An open connection ended, by either side or by a liveness deadline. */
  | {
      readonly type: 'closed';
      readonly attempt: number;
      readonly code: number;
      readonly reason: string;
      readonly retryable: boolean;
    };

/** One WebSocket at a time to the service or to the emulator. */
export interface Transport {
  /** Where it connects to, without secrets, for the screen and the log. */
  readonly target: string;
  /**
   * Starts attempt number `attempt`; the outcome comes as an event. A running attempt is dropped first.
   * @param model another than the one of the endpoint
   */
  connect(attempt: number, model?: string): void;
  /** Queues one text frame. False without an open connection, or when 32 MiB are waiting already. */
  send(text: string): boolean;
  /** Bytes accepted by `send` and not yet given to the network. */
  bufferedBytes(): number;
  /** Ends an open connection as a network would, without a close frame; `closed` comes at once. */
  sever(reason: string): void;
  /** Idempotent; closes with 1000 and terminates after its deadline. */
  close(): Promise<void>;
}

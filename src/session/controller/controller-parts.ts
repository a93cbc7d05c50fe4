import type { AudioEngine } from '../../audio/engine-types.js';
import type { ToolRunner } from '../../tools/types.js';
import type { Transport, TransportEvent } from '../../transport/types.js';
import type { SessionOutput } from '../session-output.js';
import type { SessionOptions } from '../state.js';

/** What a session is made of; each can be there from the start or be attached later, at most once. */
export interface AttachedParts {
  readonly openTransport?: (listener: (event: TransportEvent) => void) => Transport;
  /** Absent in text mode. */
  readonly audio?: AudioEngine;
  readonly tools?: ToolRunner;
  readonly outputs?: readonly SessionOutput[];
  /** Keys and tokens in use: neither the session's state nor its outputs may hold them. */
  readonly secrets?: readonly string[];
}

/** What a session is there with from its first moment. */
export interface ControllerParts extends AttachedParts {
  readonly options: SessionOptions;
  /** Monotonic milliseconds; the session's clock counts from the controller's construction. */
  readonly clock: () => number;
  /**
   * Reads a PNG or JPEG file into a data URL.
   * @throws VoiceliveError when it cannot be read, is neither, or is too large
   */
  readonly readImage?: (path: string) => Promise<string>;
  /** Numbers from 0 to below 1, for times that are random; `Math.random` when absent. */
  readonly random?: () => number;
  /** Runs a task later and says how to cancel it; the machine's timers when absent. */
  readonly after?: (delayMs: number, task: () => void) => () => void;
}

import type { AudioEngine } from '../../audio/kernel/engine-types.js';
import type { Recorder } from '../../recording/types.js';
import type { ToolRunner } from '../../tools/tool-call.js';
import type { Transport, TransportEvent } from '../../transport/types.js';
import type { Input } from '../inputs.js';
import type { SessionOptions } from '../state.js';

/** What a session is made of. Absent parts are simply not there: text mode has no audio. */
export interface ControllerParts {
  readonly options: SessionOptions;
  /** Monotonic milliseconds; the session's clock counts from the controller's construction. */
  readonly clock: () => number;
  readonly openTransport: (listener: (event: TransportEvent) => void) => Transport;
  readonly audio?: AudioEngine;
  readonly recorder?: Recorder;
  readonly tools: ToolRunner;
  /** How long push-to-talk goes on listening after its key was let go, milliseconds. */
  readonly hangOverMs?: number;
  /**
   * Reads a PNG or JPEG file into a data URL.
   * @throws VoiceliveError when it cannot be read, is none, or is too large
   */
  readonly readImage?: (path: string) => Promise<string>;
  /** Numbers from 0 to below 1 for the jitter between tries to reconnect; `Math.random` when absent. */
  readonly random?: () => number;
  /** Runs a task later and says how to cancel it; the machine's timers when absent. */
  readonly after?: (delayMs: number, task: () => void) => () => void;
  /** Sees every input before it takes effect, e.g. to print events as JSON. */
  readonly observe?: (input: Input) => void;
}

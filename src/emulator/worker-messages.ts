import type { Latency } from './gateway/connection.js';

/** `workerData` of the emulator's worker thread. */
export interface EmulatorWorkerOptions {
  readonly port?: number;
  readonly token?: string;
  /** Path of a scenario file; the default scenario when absent. */
  readonly scenarioPath?: string;
  /** Path of a file of faults. */
  readonly faultsPath?: string;
  readonly latency: Latency;
  readonly seed?: number;
}

/** What the worker posts. */
export type EmulatorWorkerReport =
  | { readonly type: 'listening'; readonly url: string; readonly token: string }
  | {
      readonly type: 'failed';
      readonly code: string;
      readonly message: string;
      readonly hint: string | undefined;
      readonly exitCode: number;
    }
  | { readonly type: 'log'; readonly line: string }
  | { readonly type: 'closed' };

/** What is posted to the worker. */
export interface EmulatorWorkerRequest {
  readonly type: 'close';
}

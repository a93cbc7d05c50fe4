import type { FunctionTool } from '../protocol/generated/types.js';

/** A function call of the model. */
export interface ToolCall {
  readonly callId: string;
  readonly name: string;
  /** JSON text as the model wrote it. */
  readonly arguments: string;
}

export interface ToolOutcome {
  readonly ok: boolean;
  /** The tool's output, or a sentence that says what went wrong, for the model and the person; bounded. */
  readonly output: string;
  readonly elapsedMs: number;
}

/** Runs function calls. Whether one may run is decided before. */
export interface ToolRunner {
  readonly names: readonly string[];
  /** For the session's `tools`. */
  readonly definitions: readonly FunctionTool[];
  /** Never rejects: what goes wrong is an outcome with `ok: false`. */
  run(call: ToolCall): Promise<ToolOutcome>;
  /** Idempotent; ends running tools with SIGTERM and, a second later, SIGKILL. */
  close(): Promise<void>;
}

import type { FunctionTool } from '../protocol/generated/types.js';

/** A function call of the model. */
export interface ToolCall {
  readonly name: string;
  /** JSON text as the model wrote it. */
  readonly arguments: string;
}

export interface ToolOutcome {
  readonly ok: boolean;
  /** The tool's output, or a sentence for model and user that says what went wrong; bounded. */
  readonly output: string;
  readonly elapsedMs: number;
}

/** Runs function calls that were approved. */
export interface ToolRunner {
  /**
   * Adds the tools of a file; one replaces an earlier one of the same name.
   * @throws VoiceliveError when the file cannot be used
   */
  load(path: string): Promise<readonly FunctionTool[]>;
  /** Never rejects: a failure is an outcome with `ok: false`. */
  run(call: ToolCall): Promise<ToolOutcome>;
  /** Idempotent; stops running tools with SIGTERM and, a second later, SIGKILL. */
  close(): Promise<void>;
}

import type { RepeatsResult, ScriptResult } from '../model/result.js';

/** Everything that a run of scripts came to. */
export interface RunResults {
  /** One for each attempt, in the order in which they ended. */
  readonly results: readonly ScriptResult[];
  /** One for each script that limits percentiles, with `--repeat`. */
  readonly repeats: readonly RepeatsResult[];
  /** Runs that were not started. */
  readonly notRun: number;
}

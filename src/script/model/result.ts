import type { Failure } from '../../session/failure.js';
import type { Place } from './place.js';

/**
 * What became of one run of a script. `failed`: an expectation was not met; `error`: the session failed or a step could
 * not be done; `interrupted`: ended from outside.
 */
export type Verdict = 'passed' | 'failed' | 'error' | 'interrupted';

/** One run of a script; a line of `run --json`. */
export interface ScriptResult {
  readonly script: string;
  readonly file: string;
  /** From 1, of `--repeat`. */
  readonly run: number;
  /** From 1; more than 1 with `--retry`. */
  readonly attempt: number;
  readonly verdict: Verdict;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly checks: readonly CheckResult[];
  /** Steps that could not be done or were not answered. */
  readonly problems: readonly StepProblem[];
  /** Why the session failed. */
  readonly failure?: Failure;
  /** Folder of the recording, where it was kept. */
  readonly recording?: string;
  /** Metrics of `inspect` by name, for percentiles and comparisons. */
  readonly metrics: Readonly<Record<string, number>>;
  /** From the end of each turn to the first sound of its answer, in text mode to its first text. */
  readonly latenciesMs: readonly number[];
}

/** What a script's limits of percentiles came to over all its runs; a line of `run --json` behind those of the runs. */
export interface RepeatsResult {
  readonly script: string;
  readonly file: string;
  /** The percentiles that the script limits, each a check. */
  readonly percentiles: readonly CheckResult[];
}

export interface CheckResult {
  readonly place: Place;
  /** As `Check.name`. */
  readonly name: string;
  /** Index of the step, from 0; absent for checks of the whole session. */
  readonly step?: number;
  readonly passed: boolean;
  readonly expected: string;
  readonly actual: string;
  /** The figure that a limit was compared with, in the metric's unit: for percentiles over repeats. */
  readonly value?: number;
  /** Events around the turn, a line each; of a check that failed. */
  readonly events: readonly string[];
}

export interface StepProblem {
  readonly place: Place;
  readonly step: number;
  /** A sentence. */
  readonly reason: string;
}

import { distributionOf } from '../../analysis/distribution.js';
import type { Distribution } from '../../analysis/report.js';
import { exitCodes } from '../../shared/errors.js';
import type { RepeatsResult, ScriptResult, Verdict } from '../model/result.js';
import type { RunResults } from './run-results.js';

/** What came of all runs; of a run that was tried again its last attempt counts. */
export interface RunSummary {
  readonly scripts: number;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Passed, but not at the first attempt. */
  readonly flaky: number;
  /** Runs that were not started, because of `--bail` or an interruption. */
  readonly notRun: number;
  /** Over the runs of a script, each limit for itself. */
  readonly unmetPercentiles: number;
  /** Of every answered turn of every run. */
  readonly latency?: Distribution;
}

/** The last attempt of each run, in the order of their first lines. */
export function lastAttempts(results: readonly ScriptResult[]): readonly ScriptResult[] {
  const last = new Map<string, ScriptResult>();
  for (const result of results) {
    const key = `${result.file}\n${String(result.run)}`;
    const before = last.get(key);
    if (before === undefined || before.attempt <= result.attempt) last.set(key, result);
  }
  return [...last.values()];
}

export function summarise({ results, repeats, notRun }: RunResults): RunSummary {
  const runs = lastAttempts(results);
  const counts = { passed: 0, failed: 0, error: 0, interrupted: 0 };
  for (const { verdict } of runs) counts[verdict] += 1;
  const latency = distributionOf(runs.flatMap(({ latenciesMs }) => latenciesMs));
  return {
    scripts: new Set(runs.map(({ file }) => file)).size,
    counts,
    flaky: runs.filter(isFlaky).length,
    notRun,
    unmetPercentiles: repeats
      .flatMap(({ percentiles }) => percentiles)
      .filter(({ passed }) => !passed).length,
    ...(latency && { latency }),
  };
}

export function isFlaky({ verdict, attempt }: ScriptResult): boolean {
  return verdict === 'passed' && attempt > 1;
}

/** An expectation that was not met says more than a session that failed, which may pass the next time. */
export function exitCodeOf({ counts, unmetPercentiles }: RunSummary): number {
  if (counts.failed > 0 || unmetPercentiles > 0) return exitCodes.expectation;
  if (counts.error > 0) return exitCodes.session;
  return counts.interrupted > 0 ? exitCodes.sigint : exitCodes.ok;
}

/** Whether every percentile is within its limit. */
export function isMet({ percentiles }: RepeatsResult): boolean {
  return percentiles.every(({ passed }) => passed);
}

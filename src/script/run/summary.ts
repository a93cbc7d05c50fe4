import { exitCodes } from '../../shared/errors.js';
import type { ScriptResult, Verdict } from '../model/result.js';

/** What came of all runs; of a run that was tried again its last attempt counts. */
export interface RunSummary {
  readonly scripts: number;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Passed, but not at the first attempt. */
  readonly flaky: number;
  /** Runs that were not started, because of `--bail` or an interruption. */
  readonly notRun: number;
  /** Of every answered turn of every run; milliseconds, nearest rank. */
  readonly latency?: LatencySummary;
}

export interface LatencySummary {
  readonly turns: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
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

export function summarise(results: readonly ScriptResult[], notRun = 0): RunSummary {
  const runs = lastAttempts(results);
  const counts = { passed: 0, failed: 0, error: 0, interrupted: 0 };
  for (const { verdict } of runs) counts[verdict] += 1;
  const latencies = runs.flatMap(({ latenciesMs }) => latenciesMs).sort((a, b) => a - b);
  const latency = latencyOf(latencies);
  return {
    scripts: new Set(runs.map(({ file }) => file)).size,
    counts,
    flaky: runs.filter(isFlaky).length,
    notRun,
    ...(latency && { latency }),
  };
}

export function isFlaky({ verdict, attempt }: ScriptResult): boolean {
  return verdict === 'passed' && attempt > 1;
}

/** An expectation that was not met says more than a session that failed, which may pass the next time. */
export function exitCodeOf({ counts }: RunSummary): number {
  if (counts.failed > 0) return exitCodes.expectation;
  return counts.error > 0 ? exitCodes.session : exitCodes.ok;
}

function latencyOf(sorted: readonly number[]): LatencySummary | undefined {
  const max = sorted.at(-1);
  if (max === undefined) return undefined;
  const rank = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? max;
  return { turns: sorted.length, p50: rank(0.5), p90: rank(0.9), p99: rank(0.99), max };
}

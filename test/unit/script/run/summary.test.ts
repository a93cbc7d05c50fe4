import { describe, expect, it } from 'vitest';
import type { ScriptResult } from '../../../../src/script/model/result.js';
import type { RunResults } from '../../../../src/script/run/run-results.js';
import { summaryLines } from '../../../../src/script/run/result-text.js';
import { exitCodeOf, summarise } from '../../../../src/script/run/summary.js';
import { repeatsResult, scriptResult } from './results.js';

function summaryOf(
  results: readonly ScriptResult[],
  more: Partial<RunResults> = {},
): ReturnType<typeof summarise> {
  return summarise({ results, repeats: [], notRun: 0, ...more });
}

/** The line about latency for this many turns: 1 ms, 2 ms, and so on. */
function latencyLine(turns: number): string | undefined {
  const latenciesMs = Array.from({ length: turns }, (_, index) => index + 1);
  return summaryLines(summaryOf([scriptResult({ latenciesMs })]), 0)[1];
}

describe('the summary of a run', () => {
  it('counts the last attempt of each run', () => {
    const results = [
      scriptResult(),
      scriptResult({ run: 2, verdict: 'failed' }),
      scriptResult({ run: 2, attempt: 2 }),
      scriptResult({ file: 'other.yaml', verdict: 'error' }),
      scriptResult({ file: 'third.yaml', verdict: 'interrupted' }),
    ];
    expect(summaryLines(summaryOf(results, { notRun: 2 }), 3_400)).toEqual([
      '2 passed (1 flaky), 1 error, 1 interrupted, 2 not run  (4 runs of 3 scripts in 3.4 s)',
    ]);
  });

  it('has percentiles only where there are enough turns for them', () => {
    expect(latencyLine(0)).toBeUndefined();
    expect(latencyLine(1)).toBe('latency  p50 1 ms, max 1 ms  (1 turn)');
    expect(latencyLine(9)).toBe('latency  p50 5 ms, max 9 ms  (9 turns)');
    expect(latencyLine(10)).toBe('latency  p50 5 ms, p90 9 ms, max 10 ms  (10 turns)');
    expect(latencyLine(100)).toBe(
      'latency  p50 50 ms, p90 90 ms, p99 99 ms, max 100 ms  (100 turns)',
    );
  });

  it('ends with 5 for an expectation, else with 1 for an error, else with 0', () => {
    const exitCode = (...verdicts: readonly ScriptResult['verdict'][]): number =>
      exitCodeOf(summaryOf(verdicts.map((verdict, run) => scriptResult({ run, verdict }))));
    expect(exitCode('passed')).toBe(0);
    expect(exitCode('passed', 'error')).toBe(1);
    expect(exitCode('error', 'failed', 'passed')).toBe(5);
    // Of a shard that is merged.
    expect(exitCode('passed', 'interrupted')).toBe(130);
    const repeated = (...passed: readonly boolean[]): ReturnType<typeof summarise> =>
      summaryOf([scriptResult()], { repeats: passed.map(repeatsResult) });
    expect(exitCodeOf(repeated(true))).toBe(0);
    expect(exitCodeOf(repeated(true, false))).toBe(5);
    expect(summaryLines(repeated(true, false), 0)).toEqual([
      '1 passed, 1 percentile not met  (1 run of 1 script in 0.0 s)',
    ]);
  });
});

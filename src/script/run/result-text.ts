import type { Distribution } from '../../analysis/report.js';
import type { ScriptResult } from '../model/result.js';
import { isFlaky, type RunSummary } from './summary.js';

const verdictWords = {
  passed: 'pass',
  failed: 'FAIL',
  error: 'ERROR',
  interrupted: 'ended',
} as const;

/** `pass   greeting.yaml #2, attempt 2   1.2 s`. */
export function resultLine(result: ScriptResult): string {
  const word = isFlaky(result) ? 'flaky' : verdictWords[result.verdict];
  return `${word.padEnd(6)} ${runLabel(result)}  ${seconds(result.elapsedMs)}`;
}

/** Names a run: the script's file and, where there are several, which run and attempt it is. */
export function runLabel({
  file,
  run,
  attempt,
}: Pick<ScriptResult, 'file' | 'run' | 'attempt'>): string {
  const which = run > 1 ? ` #${String(run)}` : '';
  return `${file}${which}${attempt > 1 ? `, attempt ${String(attempt)}` : ''}`;
}

/** The end of a run: counts, and the latency of all turns. */
export function summaryLines(
  { scripts, counts, flaky, notRun, unmetPercentiles, latency }: RunSummary,
  elapsedMs: number,
): readonly string[] {
  const runs = counts.passed + counts.failed + counts.error + counts.interrupted;
  const flakyPart = flaky > 0 ? ` (${String(flaky)} flaky)` : '';
  const rest = [
    [counts.failed, 'failed'],
    [counts.error, counts.error === 1 ? 'error' : 'errors'],
    [counts.interrupted, 'interrupted'],
    [notRun, 'not run'],
    [unmetPercentiles, unmetPercentiles === 1 ? 'percentile not met' : 'percentiles not met'],
  ] as const;
  const parts = rest
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${String(count)} ${word}`);
  const passed = `${String(counts.passed)} passed${flakyPart}`;
  return [
    `${[passed, ...parts].join(', ')}  (${counted(runs, 'run')} of ${counted(scripts, 'script')} in ${seconds(elapsedMs)})`,
    ...(latency === undefined
      ? []
      : [`latency  ${latencyParts(latency)}  (${counted(latency.count, 'turn')})`]),
  ];
}

/** Percentiles only where there are enough values for them. */
function latencyParts({ p50Ms, p90Ms, p99Ms, maxMs }: Distribution): string {
  const parts = [
    ['p50', p50Ms],
    ['p90', p90Ms],
    ['p99', p99Ms],
    ['max', maxMs],
  ] as const;
  return parts
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${ms(value)}`]))
    .join(', ');
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function seconds(value: number): string {
  return `${(value / 1000).toFixed(1)} s`;
}

function ms(value: number): string {
  return `${String(Math.round(value))} ms`;
}

import { fewestFor } from '../../analysis/distribution.js';
import { percentile } from '../../session/metrics/turn-parts.js';
import type { Check, Limit } from '../model/check.js';
import type { CheckResult, ScriptResult } from '../model/result.js';
import type { Script } from '../model/script.js';
import { showMetricOf } from './metric-value.js';
import { counted } from './words.js';

type Rank = keyof NonNullable<Limit['percentiles']>;

const ranks: Readonly<Record<Rank, { readonly share: number; readonly fewest: number }>> = {
  p50: { share: 0.5, fewest: 1 },
  p90: { share: 0.9, fewest: fewestFor.p90Ms },
  p95: { share: 0.95, fewest: fewestFor.p95Ms },
  p99: { share: 0.99, fewest: fewestFor.p99Ms },
};

const rankNames: readonly Rank[] = ['p50', 'p90', 'p95', 'p99'];

/**
 * The percentiles that a script limits, over all its runs: nearest ranks, as in an inspection. One result for each
 * percentile; with too few values it is not passed, and says how many are needed. Of a run that was tried again
 * only the last attempt counts.
 */
export function evaluateRepeats(
  script: Script,
  results: readonly ScriptResult[],
): readonly CheckResult[] {
  const runs = new Map(
    results.toSorted((left, right) => left.attempt - right.attempt).map((each) => [each.run, each]),
  );
  const scopes = [
    ...script.steps.map(({ checks }, step) => ({ step, checks })),
    { step: undefined, checks: script.checks },
  ];
  return scopes.flatMap(({ step, checks }) => {
    const limited = checks.flatMap((check, index) => {
      const limit = limitOf(check);
      return limit?.percentiles === undefined ? [] : [{ check, index, limit }];
    });
    return limited.flatMap(({ check, index, limit }) => {
      // The results of a step are in the order of its checks.
      const values = [...runs.values()].flatMap(
        (run) => run.checks.filter((result) => result.step === step)[index]?.value ?? [],
      );
      return rankNames.flatMap((rank) => {
        const most = limit.percentiles?.[rank];
        return most === undefined ? [] : [resultOf(check, step, values, rank, most, runs.size)];
      });
    });
  });
}

function resultOf(
  check: Check,
  step: number | undefined,
  values: readonly number[],
  rank: Rank,
  most: number,
  runs: number,
): CheckResult {
  const show = showOf(check);
  const { share, fewest } = ranks[rank];
  const sorted = values.toSorted((left, right) => left - right);
  const isEnough = sorted.length >= fewest;
  const value = isEnough ? percentile(sorted, share) : undefined;
  const of = `of ${counted(sorted.length, 'value')} from ${counted(runs, 'run')}`;
  return {
    place: check.place,
    name: `${check.name} ${rank}`,
    ...(step === undefined ? {} : { step }),
    passed: value !== undefined && value <= most,
    expected: `${rank} at most ${show(most)}`,
    actual:
      value === undefined
        ? `${rank} needs ${counted(fewest, 'value')}: ${counted(sorted.length, 'value')} from ${counted(runs, 'run')} are too few`
        : `${rank} is ${show(value)} (${of})`,
    ...(value === undefined ? {} : { value }),
    events: [],
  };
}

function limitOf(check: Check): Limit | undefined {
  if ('limit' in check) return check.limit;
  return check.type === 'event' || check.type === 'item' ? check.count : undefined;
}

function showOf(check: Check): (value: number) => string {
  if (check.type === 'wer') return (value) => value.toFixed(3);
  return check.type === 'metric' ? showMetricOf(check.metric) : String;
}

import { percentile } from '../session/metrics/turn-parts.js';
import type { Distribution, Span, TotalTime } from './report.js';

/** Fewest values for which a percentile says something. */
export const fewestFor = { p90Ms: 10, p95Ms: 20, p99Ms: 100 } as const;

/** Undefined without values. */
export function distributionOf(values: readonly (number | undefined)[]): Distribution | undefined {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  const [minMs] = sorted;
  const maxMs = sorted.at(-1);
  if (minMs === undefined || maxMs === undefined) return undefined;
  const count = sorted.length;
  return {
    count,
    minMs,
    meanMs: sorted.reduce((sum, value) => sum + value, 0) / count,
    p50Ms: percentile(sorted, 0.5),
    ...(count < fewestFor.p90Ms ? {} : { p90Ms: percentile(sorted, 0.9) }),
    ...(count < fewestFor.p95Ms ? {} : { p95Ms: percentile(sorted, 0.95) }),
    ...(count < fewestFor.p99Ms ? {} : { p99Ms: percentile(sorted, 0.99) }),
    maxMs,
  };
}

export function totalOf(lengthsMs: readonly number[]): TotalTime {
  return {
    count: lengthsMs.length,
    totalMs: lengthsMs.reduce((sum, ms) => sum + ms, 0),
    longestMs: Math.max(0, ...lengthsMs),
  };
}

export function lengthOf({ startMs, endMs }: Span): number {
  return endMs - startMs;
}

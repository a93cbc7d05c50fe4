import type { Limit } from '../model/check.js';

/** Whether a figure is within a limit; its percentiles are those of repeats and not of one run. */
export function isWithin({ min, max }: Limit, value: number): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

/** Such as `at most 800 ms`; percentiles are named as well. */
export function describeLimit(
  { min, max, percentiles = {} }: Limit,
  show: (value: number) => string = String,
): string {
  const range =
    min !== undefined && min === max
      ? [`exactly ${show(min)}`]
      : [
          ...(min === undefined ? [] : [`at least ${show(min)}`]),
          ...(max === undefined ? [] : [`at most ${show(max)}`]),
        ];
  const ranks = Object.entries(percentiles).map(([rank, most]) => `${rank} at most ${show(most)}`);
  return [range.join(' and '), ...ranks].filter((words) => words !== '').join(', ');
}

/** Without a limit, one at least is expected. */
export function countLimit(limit: Limit): Limit {
  return limit.min === undefined && limit.max === undefined ? { ...limit, min: 1 } : limit;
}

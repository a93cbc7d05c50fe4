import type { MetricUnit } from '../../analysis/metrics.js';
import {
  called,
  either,
  explained,
  number,
  object,
  optional,
  range,
  type Infer,
  type Typed,
} from '../../validation/build-shape.js';
import type { Limit } from '../model/check.js';
import { duration, durationText, milliseconds, toMs } from './durations.js';

const about = {
  min: 'at least',
  max: 'at most',
  p50: 'median over the runs of --repeat, at most',
  p90: '90th percentile over the runs of --repeat, at most',
  p95: '95th percentile over the runs of --repeat, at most',
  p99: '99th percentile over the runs of --repeat, at most',
} as const;

const percentiles = ['p50', 'p90', 'p95', 'p99'] as const;

function limits<Value>(value: Typed<Value>) {
  return {
    ...object({
      min: explained(about.min, optional(value)),
      max: explained(about.max, optional(value)),
      p50: explained(about.p50, optional(value)),
      p90: explained(about.p90, optional(value)),
      p95: explained(about.p95, optional(value)),
      p99: explained(about.p99, optional(value)),
    }),
    minKeys: 1,
  };
}

const keys = 'min, max, p50, p90, p95 or p99';

/** Milliseconds. */
const time = called(
  either(durationText, milliseconds, limits(duration)),
  `a duration such as 800ms, or an object with ${keys}`,
);

const amount = called(either(number, limits(number)), `a number, or an object with ${keys}`);

const rate = range('number', 0);

/** Of a rate, such as the word error rate. */
export const rateLimit = called(
  either(rate, limits(rate)),
  `a number such as 0.1, or an object with ${keys}`,
);

const wholeNumber = range('integer', 0);

/** How often something happens; a plain number is exact. */
export const count = called(
  either(wholeNumber, object({ min: optional(wholeNumber), max: optional(wholeNumber) })),
  'a whole number, or an object with min or max',
);

/** The shape of a limit of a metric. */
export function limitShape(unit: MetricUnit): typeof time | typeof amount {
  return unit === 'ms' ? time : amount;
}

export type GivenLimit = Infer<typeof time> | Infer<typeof amount>;

/** A plain number is exact for counts, and the most for everything else. */
export function limitOf(given: GivenLimit, unit: MetricUnit | 'rate'): Limit {
  if (typeof given !== 'object') {
    const value = toMs(given);
    return unit === 'count' ? { min: value, max: value } : { max: value };
  }
  const { min, max } = given;
  const limited = percentiles.flatMap((name) => {
    const value = given[name];
    return value === undefined ? [] : [[name, toMs(value)] as const];
  });
  return {
    ...(min === undefined ? {} : { min: toMs(min) }),
    ...(max === undefined ? {} : { max: toMs(max) }),
    ...(limited.length === 0 ? {} : { percentiles: Object.fromEntries(limited) }),
  };
}

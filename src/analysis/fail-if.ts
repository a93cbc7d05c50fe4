import { VoiceliveError, exitCodes } from '../shared/errors.js';
import { closest, nearest } from '../shared/suggest.js';
import { metrics, type Metric, type MetricUnit } from './metrics.js';
import type { RecordingReport } from './report.js';

type Operator = '>' | '>=' | '<' | '<=' | '=' | '!=';

/** A condition that must not hold. */
export interface FailCondition {
  readonly text: string;
  readonly metric: Metric;
  readonly operator: Operator;
  /** In the metric's unit; with `relative` of the baseline: added to it, or percent of it. */
  readonly value: number;
  readonly relative?: 'added' | 'percent';
}

/** What became of a condition. `reason` is a sentence. */
export interface FailVerdict {
  readonly condition: string;
  readonly path: string;
  readonly failed: boolean;
  readonly reason: string;
}

const grammar =
  /^\s*([a-z][\w.-]*)\s*(>=|<=|!=|==|=|>|<)\s*([+-]?)\s*(\$?)(\d+(?:\.\d+)?)\s*([a-z%]*)\s*$/i;

/** The units in which a value of a metric can be given, and how many of the metric's own unit they are. */
const units: Readonly<Record<MetricUnit, Readonly<Record<string, number>>>> = {
  ms: { ms: 1, s: 1000 },
  count: { '': 1 },
  tokens: { '': 1, tokens: 1, k: 1000 },
  usd: { $: 1, usd: 1 },
  dBFS: { db: 1, dbfs: 1 },
};

const operators: Readonly<Record<string, Operator>> = {
  '>': '>',
  '>=': '>=',
  '<': '<',
  '<=': '<=',
  '=': '=',
  '==': '=',
  '!=': '!=',
};

/**
 * Reads a condition of `--fail-if`: a metric, an operator and a value, such as `latency.p90 > 800 ms`, `errors > 0`,
 * or against the baseline `latency.p90 > +10%` and `cost > +$0.01`.
 * @throws VoiceliveError `fail-if`, exit code 2
 */
export function parseFailIf(text: string, hasBaseline: boolean): FailCondition {
  const [, name = '', sign = '', plus = '', dollar = '', digits = '', unit = ''] =
    grammar.exec(text) ?? [];
  const operator = operators[sign];
  if (operator === undefined)
    throw wrong(
      text,
      'expected a metric, an operator and a value',
      "Such as 'latency.p90 > 800 ms' or 'latency.p90 > +10%'.",
    );
  const metric = metrics.find((each) => each.name === name.toLowerCase());
  if (metric === undefined) {
    const names = metrics.map((each) => each.name);
    const likely = nearest(name, names) ?? closest(name, names, 1)[0] ?? '';
    throw wrong(
      text,
      `unknown metric "${name}"`,
      `Did you mean ${likely}? docs/inspect.md lists all.`,
    );
  }
  const size = Number(digits) * (plus === '-' ? -1 : 1);
  const condition = { text: text.trim(), metric, operator };
  if (unit === '%' && dollar === '') {
    requireBaseline(text, hasBaseline);
    if (plus === '') throw wrong(text, 'a percentage needs + or -', `Such as '${name} > +10%'.`);
    return { ...condition, value: size, relative: 'percent' };
  }
  const known = units[metric.unit];
  const factor = known[(dollar + unit).toLowerCase()];
  if (factor === undefined) {
    const expected = Object.keys(known)
      .map((each) => (each === '' ? 'no unit' : each))
      .join(' or ');
    throw wrong(text, `${name} is given with ${expected}`, `${metric.about}.`);
  }
  // A level is below zero, so that a sign there is not a change.
  if (plus === '' || metric.unit === 'dBFS') return { ...condition, value: size * factor };
  requireBaseline(text, hasBaseline);
  return { ...condition, value: size * factor, relative: 'added' };
}

function requireBaseline(text: string, hasBaseline: boolean): void {
  if (hasBaseline) return;
  throw wrong(
    text,
    'a value with + or - is relative to a baseline',
    'Name the recording to compare with: --baseline DIR.',
  );
}

function wrong(text: string, problem: string, hint: string): VoiceliveError {
  return new VoiceliveError(`flag --fail-if "${text}": ${problem}.`, {
    code: 'fail-if',
    hint,
    exitCode: exitCodes.usage,
  });
}

/** Whether a condition holds for a report. One that cannot be checked counts as failed: nothing passes unseen. */
export function checkFailIf(
  condition: FailCondition,
  report: RecordingReport,
  baseline: RecordingReport | undefined,
): FailVerdict {
  const { metric, operator, text } = condition;
  const verdict = (failed: boolean, reason: string): FailVerdict => ({
    condition: text,
    path: report.path,
    failed,
    reason,
  });
  const value = metric.of(report);
  if (value === undefined)
    return verdict(true, `${report.path} has no ${metric.name}: ${metric.about}.`);
  const base = baseline && metric.of(baseline);
  if (condition.relative !== undefined && base === undefined)
    return verdict(true, `The baseline has no ${metric.name}: ${metric.about}.`);
  const limit = limitOf(condition, base ?? 0);
  const failed = holds(value, operator, limit);
  const shown = `${metric.name} is ${showMetric(metric, value)}`;
  const compared =
    condition.relative === undefined
      ? ''
      : ` (limit ${showMetric(metric, limit)}, baseline ${showMetric(metric, base ?? 0)})`;
  return verdict(failed, `${shown}${compared}.`);
}

function limitOf({ value, relative }: FailCondition, base: number): number {
  if (relative === 'percent') return base + (Math.abs(base) * value) / 100;
  return relative === 'added' ? base + value : value;
}

function holds(value: number, operator: Operator, limit: number): boolean {
  switch (operator) {
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '=':
      return value === limit;
    case '!=':
      return value !== limit;
  }
}

/** A value of a metric with its unit. */
export function showMetric({ unit }: Pick<Metric, 'unit'>, value: number): string {
  switch (unit) {
    case 'ms':
      return Math.abs(value) < 10_000
        ? `${String(Math.round(value))} ms`
        : `${(value / 1000).toFixed(1)} s`;
    case 'usd':
      return `$${value.toFixed(4)}`;
    case 'dBFS':
      return `${value.toFixed(1)} dBFS`;
    case 'count':
    case 'tokens':
      return String(Math.round(value));
  }
}

import type { RecordingReport } from '../../analysis/report.js';
import type { Judge, SpokenLine } from '../judge/judge.js';
import type { Check } from '../model/check.js';
import type { Dropped } from './evidence.js';
import { checkEvents } from './events.js';
import { checkByJudge } from './judged.js';
import { describeLimit, isWithin } from './limits.js';
import { metricValue, roundMetric, showMetricOf } from './metric-value.js';
import type { Outcome } from './outcome.js';
import type { Scope } from './scope.js';
import { describeTextMatch, matchesText } from './text-match.js';
import { checkTools, type SchemaCheck } from './tool-calls.js';
import { wordErrors } from './word-errors.js';
import { counted, quoted } from './words.js';

/** What a check is held against. */
export interface CheckInputs {
  readonly scope: Scope;
  /** On the scope alone. */
  readonly report: () => RecordingReport;
  /** What was said before the scope. */
  readonly earlier: () => readonly SpokenLine[];
  readonly dropped: Dropped;
  readonly judge: Judge | undefined;
  readonly checkSchema: SchemaCheck;
}

/** What a check expects, where nothing is there to hold it against. */
export function expectationOf(check: Check): string {
  switch (check.type) {
    case 'reply':
    case 'heard':
    case 'transcript':
      return describeTextMatch(check.match);
    case 'wer':
      return `word error rate ${describeLimit(check.limit)}`;
    case 'metric':
      return `${check.metric} ${describeLimit(check.limit, showMetricOf(check.metric))}`;
    case 'status':
      return `response ${check.status}`;
    case 'judge':
      return check.question;
    case 'tools':
    case 'event':
    case 'item':
      return check.name;
  }
}

/** Whether a step, or the whole session, is as one check expects it. */
export async function checkScope(check: Check, inputs: CheckInputs): Promise<Outcome> {
  const { scope, dropped } = inputs;
  switch (check.type) {
    case 'reply':
      return textOutcome(
        check,
        scope.replies.length === 0 ? undefined : scope.replies.join(' ').trim(),
        'there was no reply',
      );
    case 'heard':
      return textOutcome(check, scope.heard, 'no reply had sound');
    case 'transcript':
      return textOutcome(
        check,
        scope.transcripts.length === 0 ? undefined : scope.transcripts.join(' ').trim(),
        'nothing was transcribed',
      );
    case 'wer':
      return wordErrorOutcome(check, scope);
    case 'tools':
      return checkTools(check, scope.calls, inputs.checkSchema);
    case 'event':
    case 'item':
      return checkEvents(check, scope, dropped);
    case 'status':
      return statusOutcome(check, scope);
    case 'metric':
      return metricOutcome(check, inputs);
    case 'judge':
      return checkByJudge(check, scope.lines, inputs.earlier(), inputs.judge);
  }
}

function textOutcome(
  { match }: Extract<Check, { type: 'reply' | 'heard' | 'transcript' }>,
  text: string | undefined,
  absence: string,
): Outcome {
  const expected = describeTextMatch(match);
  if (text === undefined) {
    // Nothing at all does not prove what a text must not have.
    const passed = match.type === 'equals' && matchesText(match, '');
    return { passed, expected, actual: absence };
  }
  return {
    passed: matchesText(match, text),
    expected,
    actual: text === '' ? absence : quoted(text),
  };
}

function wordErrorOutcome({ limit }: Extract<Check, { type: 'wer' }>, { spoken }: Scope): Outcome {
  const expected = `word error rate ${describeLimit(limit)}`;
  const errors = spoken.map(({ said, understood }) => wordErrors(said, understood));
  const words = errors.reduce((sum, { said }) => sum + said, 0);
  if (words === 0)
    return {
      passed: false,
      expected,
      actual:
        'no known text was spoken (a step with say, or play and said), so there is nothing to compare',
    };
  const sum = (kind: 'substituted' | 'deleted' | 'inserted'): number =>
    errors.reduce((total, each) => total + each[kind], 0);
  const [substituted, deleted, inserted] = [sum('substituted'), sum('deleted'), sum('inserted')];
  const value = (substituted + deleted + inserted) / words;
  const understood = quoted(
    spoken
      .map((each) => each.understood)
      .join(' ')
      .trim(),
  );
  return {
    passed: isWithin(limit, value),
    expected,
    actual: `${value.toFixed(3)} (of ${counted(words, 'word')} ${substituted} substituted, ${deleted} deleted, ${inserted} inserted): ${understood}`,
    value,
  };
}

/** Of a step its last response counts, of a session every one. */
function statusOutcome(
  { status }: Extract<Check, { type: 'status' }>,
  { statuses, step }: Scope,
): Outcome {
  const expected = step === undefined ? `every response ${status}` : `response ${status}`;
  const counting = step === undefined ? statuses : statuses.slice(-1);
  if (counting.length === 0) return { passed: false, expected, actual: 'no response was finished' };
  const actual = [...new Set(counting)].join(', ');
  return { passed: counting.every((each) => each === status), expected, actual };
}

function metricOutcome(
  { metric, limit }: Extract<Check, { type: 'metric' }>,
  { report, scope }: CheckInputs,
): Outcome {
  const value = metricValue(report(), metric, scope.step !== undefined);
  const show = showMetricOf(metric);
  const expected = `${metric} ${describeLimit(limit, show)}`;
  if (value.type === 'absent')
    return { passed: false, expected, actual: `${metric} cannot be checked: ${value.reason}` };
  const { min, max } = value;
  const shown = min === max ? show(max) : `${show(min)} to ${show(max)}`;
  return {
    passed: isWithin(limit, min) && isWithin(limit, max),
    expected,
    actual: `${metric} is ${shown}`,
    value: roundMetric(value, max),
  };
}

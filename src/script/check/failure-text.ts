import { escapeVisibly } from '../../shared/escape-visibly.js';
import { clipRow, rowText, span, type Row, type Style } from '../../tui/text/rows.js';
import { wrap } from '../../tui/text/wrap.js';
import type { Place } from '../model/place.js';
import type { CheckResult, ScriptResult } from '../model/result.js';

/** The script's line at a place; undefined where it cannot be read. */
export type LineAt = (place: Place) => string | undefined;

const indent = 2;
const labelWidth = 'recording  '.length;
/** A value gets so many columns at least, however narrow the terminal is. */
const fewestColumns = 10;

/** Of a file, which is read in an editor. */
const fileWidth = 100;

/**
 * Why a run did not pass: what ended the session, steps that could not be done, failed checks, and where the recording is.
 * Nothing of it acts on a terminal or hides: such characters are written out.
 */
export function failureText(
  { failure, problems, checks, recording }: ScriptResult,
  width: number,
  lineAt: LineAt,
): readonly Row[] {
  return [
    ...(failure === undefined ? [] : styled(failure.sentence, 'error', width)),
    ...(failure?.hint === undefined ? [] : styled(failure.hint, 'dim', width)),
    ...problems.flatMap(({ place, step, reason }) => [
      ...heading(place, scopeOf(step), width),
      ...scriptLine(lineAt(place), width),
      ...styled(reason, 'error', width, indent),
    ]),
    ...eventsOnce(checks.filter(({ passed }) => !passed)).flatMap((check) =>
      checkText(check, width, lineAt),
    ),
    ...(recording === undefined ? [] : labelled('recording', recording, 'plain', width)),
  ];
}

/** Checks of one step show its events below the last of them. */
function eventsOnce(checks: readonly CheckResult[]): readonly CheckResult[] {
  return checks.map((check, index) => {
    const next = checks[index + 1];
    const isRepeated =
      next?.step === check.step && next?.events.join('\n') === check.events.join('\n');
    return isRepeated ? { ...check, events: [] } : check;
  });
}

/** The same as lines for a file. */
export function failureLines(result: ScriptResult, lineAt: LineAt): readonly string[] {
  return failureText(result, fileWidth, lineAt).map(rowText);
}

/** The first thing that is wrong with a run in a line, for lists. */
export function failureSummary({
  failure,
  problems: [problem],
  checks,
}: Pick<ScriptResult, 'failure' | 'problems' | 'checks'>): string | undefined {
  if (failure !== undefined) return failure.sentence;
  if (problem !== undefined)
    return `${placeText(problem.place)}  ${scopeOf(problem.step)}: ${problem.reason}`;
  const check = checks.find(({ passed }) => !passed);
  return (
    check && `${placeText(check.place)}  ${check.name} (${scopeOf(check.step)}): ${check.actual}`
  );
}

/** A failed check: where it stands in the script, that line, what was expected and what happened, the events around it. */
export function checkText(
  { place, name, step, expected, actual, events }: CheckResult,
  width: number,
  lineAt: LineAt,
): readonly Row[] {
  return [
    ...heading(place, `${name} (${scopeOf(step)})`, width),
    ...scriptLine(lineAt(place), width),
    ...labelled('expected', expected, 'assistant', width),
    ...labelled('actual', actual, 'error', width),
    ...events.map((event) => one(event, 'dim', width)),
  ];
}

/** The same as lines for a file. */
export function checkLines(check: CheckResult, lineAt: LineAt): readonly string[] {
  return checkText(check, fileWidth, lineAt).map(rowText);
}

function scopeOf(step: number | undefined): string {
  return step === undefined ? 'whole session' : `step ${step + 1}`;
}

function heading(place: Place, text: string, width: number): readonly Row[] {
  return styled(`${placeText(place)}  ${text}`, 'strong', width);
}

function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

function scriptLine(line: string | undefined, width: number): readonly Row[] {
  return line === undefined ? [] : [one(line.trim(), 'plain', width)];
}

function one(text: string, style: Style, width: number): Row {
  return clipRow([span(' '.repeat(indent)), span(escapeVisibly(text), style)], width);
}

function styled(text: string, style: Style, width: number, margin = 0): readonly Row[] {
  return wrapped(text, width - margin).map((row) => [span(' '.repeat(margin)), span(row, style)]);
}

/** A label, and the text behind it on as many rows as it needs. */
function labelled(label: string, text: string, style: Style, width: number): readonly Row[] {
  const columns = Math.max(fewestColumns, width - indent - labelWidth);
  return wrapped(text, columns).map((row, index) => [
    span(' '.repeat(indent) + (index === 0 ? label : '').padEnd(labelWidth), 'dim'),
    span(row, style),
  ]);
}

function wrapped(text: string, width: number): readonly string[] {
  return wrap(escapeVisibly(text), width).map((row) => row.text);
}

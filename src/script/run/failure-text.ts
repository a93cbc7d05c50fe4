import type { CheckResult, ScriptResult } from '../model/result.js';
import type { Place } from '../model/script.js';

/** Why a run did not pass, a line each: where, what was expected, what came instead, and the events around it. */
export function failureLines(result: ScriptResult): readonly string[] {
  const { checks, problems, failure, recording } = result;
  return [
    ...(failure === undefined ? [] : [failure.sentence, ...indented(failure.hint)]),
    ...problems.map(({ place, reason }) => `${placeText(place)}: ${reason}`),
    ...checks.filter(({ passed }) => !passed).flatMap(checkLines),
    ...(recording === undefined ? [] : [`  recording  ${recording}`]),
  ];
}

/** What a check expected and what came instead. */
export function checkLines({
  place,
  name,
  expected,
  actual,
  events,
}: CheckResult): readonly string[] {
  return [
    `${placeText(place)}: ${name}`,
    `  expected  ${expected}`,
    `  actual    ${actual}`,
    ...events.map((event) => `    ${event}`),
  ];
}

function indented(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [`  ${text}`];
}

function placeText({ file, line, column }: Place): string {
  return `${file}:${String(line)}:${String(column)}`;
}

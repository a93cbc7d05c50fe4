import { checkLines, failureLines, failureSummary, type LineAt } from '../check/failure-text.js';
import type { RepeatsResult, ScriptResult, Verdict } from '../model/result.js';
import type { RunResults } from './run-results.js';
import { isMet, lastAttempts } from './summary.js';

/** A test case, or what stands in for one. */
interface Case {
  readonly file: string;
  readonly name: string;
  readonly verdict: Verdict;
  readonly elapsedMs: number;
  readonly inside: readonly string[];
}

/**
 * The results as JUnit XML, as continuous integration reads it: a suite a script, a case a run, and one for the percentiles
 * over all runs. Attempts before a pass are `flakyFailure`, as Maven Surefire writes them.
 */
export function junitXml({ results, repeats }: RunResults, lineAt: LineAt): string {
  const runs = lastAttempts(results);
  const cases = [
    ...runs.map((run) => caseOf(run, results, lineAt)),
    ...repeats.map((each) => percentilesCase(each, lineAt)),
  ];
  const startedAt = new Map(runs.toReversed().map((run) => [run.file, run.startedAt]));
  const suites = [...byFile(cases)].map(([file, of]) =>
    suite({ name: file, timestamp: startedAt.get(file) ?? '' }, of),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${totals(cases)}>\n${suites.join('')}</testsuites>\n`;
}

function byFile(cases: readonly Case[]): Map<string, Case[]> {
  const groups = new Map<string, Case[]>();
  for (const each of cases) groups.set(each.file, [...(groups.get(each.file) ?? []), each]);
  return groups;
}

function totals(cases: readonly Case[]): string {
  const count = (verdict: Verdict): string =>
    String(cases.filter((each) => each.verdict === verdict).length);
  return attributes({
    tests: String(cases.length),
    failures: count('failed'),
    errors: count('error'),
    skipped: count('interrupted'),
    time: seconds(cases.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)),
  });
}

function suite(names: Readonly<Record<string, string>>, cases: readonly Case[]): string {
  return `  <testsuite${attributes(names)}${totals(cases)}>\n${cases.map(testCase).join('')}  </testsuite>\n`;
}

function testCase({ file, name, elapsedMs, inside }: Case): string {
  const open = `    <testcase${attributes({ name, classname: file, file, time: seconds(elapsedMs) })}`;
  return inside.length === 0
    ? `${open}/>\n`
    : `${open}>\n${inside.map((line) => `      ${line}\n`).join('')}    </testcase>\n`;
}

function caseOf(run: ScriptResult, all: readonly ScriptResult[], lineAt: LineAt): Case {
  const { file, verdict, elapsedMs } = run;
  const name = run.run > 1 ? `${run.script} #${String(run.run)}` : run.script;
  const inside = [...outcome(run, lineAt), ...recording(run), ...earlier(run, all, lineAt)];
  return { file, name, verdict, elapsedMs, inside };
}

function percentilesCase(repeats: RepeatsResult, lineAt: LineAt): Case {
  const { file, script, percentiles } = repeats;
  const unmet = percentiles.filter(({ passed }) => !passed);
  const lines = unmet.flatMap((check) => checkLines(check, lineAt));
  const summary = failureSummary({ problems: [], checks: unmet });
  const verdict = isMet(repeats) ? 'passed' : 'failed';
  const inside = verdict === 'passed' ? [] : [problem('failure', verdict, summary, lines)];
  return { file, name: `${script} percentiles`, verdict, elapsedMs: 0, inside };
}

function outcome(run: ScriptResult, lineAt: LineAt): readonly string[] {
  switch (run.verdict) {
    case 'passed':
      return [];
    case 'failed':
      return [problemOf('failure', run, lineAt)];
    case 'error':
      return [problemOf('error', run, lineAt)];
    case 'interrupted':
      return [`<skipped${attributes({ message: 'interrupted' })}/>`];
  }
}

/** Attempts that did not pass before the one that did. */
function earlier(
  run: ScriptResult,
  all: readonly ScriptResult[],
  lineAt: LineAt,
): readonly string[] {
  if (run.verdict !== 'passed') return [];
  return all
    .filter((each) => each.file === run.file && each.run === run.run && each.attempt < run.attempt)
    .map((each) => problemOf('flakyFailure', each, lineAt));
}

function recording({ recording: path }: ScriptResult): readonly string[] {
  return path === undefined
    ? []
    : [`<system-out>${escapeXml(`[[ATTACHMENT|${path}]]`)}</system-out>`];
}

type ProblemElement = 'failure' | 'error' | 'flakyFailure';

function problemOf(element: ProblemElement, run: ScriptResult, lineAt: LineAt): string {
  return problem(element, run.verdict, failureSummary(run), failureLines(run, lineAt));
}

function problem(
  element: ProblemElement,
  type: Verdict,
  message: string | undefined,
  lines: readonly string[],
): string {
  return `<${element}${attributes({ message: message ?? type, type })}>${escapeXml(lines.join('\n'))}</${element}>`;
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** Without the characters that XML 1.0 cannot hold. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

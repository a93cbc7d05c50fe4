import type { ScriptResult } from '../model/result.js';
import { failureLines } from './failure-text.js';
import { lastAttempts } from './summary.js';

/**
 * The results as JUnit XML, as continuous integration reads it: a suite a script, a case a run. Attempts before a pass are
 * `flakyFailure`, as Maven Surefire writes them.
 */
export function junitXml(results: readonly ScriptResult[]): string {
  const runs = lastAttempts(results);
  const suites = [...byFile(runs)].map(([file, of]) => suite(file, of, results));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${totals(runs)}>\n${suites.join('')}</testsuites>\n`;
}

function byFile(runs: readonly ScriptResult[]): Map<string, ScriptResult[]> {
  const groups = new Map<string, ScriptResult[]>();
  for (const run of runs) groups.set(run.file, [...(groups.get(run.file) ?? []), run]);
  return groups;
}

function totals(runs: readonly ScriptResult[]): string {
  const count = (verdict: string): string =>
    String(runs.filter((run) => run.verdict === verdict).length);
  return attributes({
    tests: String(runs.length),
    failures: count('failed'),
    errors: count('error'),
    skipped: count('interrupted'),
    time: seconds(runs.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)),
  });
}

function suite(file: string, runs: readonly ScriptResult[], all: readonly ScriptResult[]): string {
  const timestamp = runs[0]?.startedAt ?? '';
  const cases = runs.map((run) => testCase(run, all)).join('');
  return `  <testsuite${attributes({ name: file, timestamp })}${totals(runs)}>\n${cases}  </testsuite>\n`;
}

function testCase(run: ScriptResult, all: readonly ScriptResult[]): string {
  const name = run.run > 1 ? `${run.script} #${String(run.run)}` : run.script;
  const open = `    <testcase${attributes({ name, classname: run.file, file: run.file, time: seconds(run.elapsedMs) })}`;
  const inside = [...outcome(run), ...recording(run), ...earlier(run, all)];
  return inside.length === 0
    ? `${open}/>\n`
    : `${open}>\n${inside.map((line) => `      ${line}\n`).join('')}    </testcase>\n`;
}

function outcome(run: ScriptResult): readonly string[] {
  switch (run.verdict) {
    case 'passed':
      return [];
    case 'failed':
      return [problem('failure', run)];
    case 'error':
      return [problem('error', run)];
    case 'interrupted':
      return [`<skipped${attributes({ message: 'interrupted' })}/>`];
  }
}

/** Attempts that did not pass before the one that did. */
function earlier(run: ScriptResult, all: readonly ScriptResult[]): readonly string[] {
  if (run.verdict !== 'passed') return [];
  return all
    .filter((each) => each.file === run.file && each.run === run.run && each.attempt < run.attempt)
    .map((each) => problem('flakyFailure', each));
}

function recording({ recording: path }: ScriptResult): readonly string[] {
  return path === undefined
    ? []
    : [`<system-out>${escapeXml(`[[ATTACHMENT|${path}]]`)}</system-out>`];
}

function problem(element: 'failure' | 'error' | 'flakyFailure', run: ScriptResult): string {
  const lines = failureLines(run);
  const message = lines[0] ?? run.verdict;
  return `<${element}${attributes({ message, type: run.verdict })}>${escapeXml(lines.join('\n'))}</${element}>`;
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

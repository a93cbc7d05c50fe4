import { checkLines, failureLines } from '../../script/run/failure-text.js';
import type { CheckResult, ScriptResult } from '../../script/model/result.js';
import type { Attempt } from '../../script/run/run-all.js';
import { resultLine, summaryLines } from '../../script/run/result-text.js';
import { summarise } from '../../script/run/summary.js';
import { monotonicMs } from '../../shared/clock.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import { printJson, stderr, stdout } from '../terminal/standard-streams.js';
import { Dashboard } from './dashboard.js';
import type { ReadyScript } from './ready-script.js';

/** Tells how a run of scripts goes. */
export interface Reporter {
  start(attempt: Attempt<ReadyScript>): void;
  step(attempt: Attempt<ReadyScript>, step: number): void;
  end(attempt: Attempt<ReadyScript>, result: ScriptResult): void;
  /** Idempotent. */
  close(): void;
}

/**
 * A line a result, with what failed below it, and on a terminal what runs at the moment. With `--json` each result is a
 * line of JSON on stdout, and the text goes to stderr.
 * @param total runs
 */
export function createReporter(json: boolean, total: number): Reporter {
  const stream = json ? process.stderr : process.stdout;
  const dashboard = stream.isTTY
    ? new Dashboard(
        stream,
        (text) => {
          outputFor(json).write(text);
        },
        total,
        monotonicMs,
      )
    : undefined;
  const print = (lines: readonly string[]): void => {
    const shown = lines.map(escapeVisibly);
    if (dashboard === undefined) writeLines(json, shown);
    else dashboard.print(shown);
  };
  return {
    start: (attempt) => {
      const { script } = attempt.script;
      const { run, attempt: number } = attempt;
      const named = { file: script.file, run, attempt: number };
      dashboard?.start(attempt, named, script.steps.length);
    },
    step: (attempt, step) => dashboard?.step(attempt, step),
    end: (attempt, result) => {
      dashboard?.end(attempt, result.verdict === 'passed');
      if (json) printJson(result);
      const reasons = result.verdict === 'passed' ? [] : failureLines(result);
      print([resultLine(result), ...reasons.map((line) => `       ${line}`)]);
    },
    close: () => dashboard?.close(),
  };
}

/** The end of a run, behind an empty line. */
export function printSummary(
  json: boolean,
  results: readonly ScriptResult[],
  notRun: number,
  elapsedMs: number,
): void {
  writeLines(json, ['', ...summaryLines(summarise(results, notRun), elapsedMs)]);
}

/** Percentiles over all runs that exceed their limits. */
export function printUnmet(json: boolean, unmet: readonly CheckResult[]): void {
  writeLines(json, unmet.flatMap(checkLines).map(escapeVisibly));
}

function outputFor(json: boolean): typeof stdout {
  return json ? stderr : stdout;
}

function writeLines(json: boolean, lines: readonly string[]): void {
  outputFor(json).write(lines.map((line) => `${line}\n`).join(''));
}

import { checkText, failureText, type LineAt } from '../../script/check/failure-text.js';
import type { RepeatsResult, ScriptResult, Verdict } from '../../script/model/result.js';
import type { Attempt } from '../../script/run/run-all.js';
import { resultLine, summaryLines } from '../../script/run/result-text.js';
import type { RunResults } from '../../script/run/run-results.js';
import { summarise } from '../../script/run/summary.js';
import { monotonicMs } from '../../shared/clock.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import { rowText, span, type Row, type Style } from '../../tui/text/rows.js';
import { createTheme } from '../../tui/theme.js';
import { screenColors } from '../terminal/screen-colors.js';
import { printJson, stderr, stdout } from '../terminal/standard-streams.js';
import { Dashboard } from './dashboard.js';
import type { ReadyScript } from './ready-script.js';

/** How results are printed. */
export interface ResultStyle {
  readonly json: boolean;
  /** Where the terminal has colours. */
  readonly color: boolean;
}

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
export function createReporter(style: ResultStyle, total: number, lineAt: LineAt): Reporter {
  const { json } = style;
  const stream = streamFor(json);
  const painted = painterFor(style);
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
  const print = (rows: readonly Row[]): void => {
    const shown = rows.map(painted);
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
      const text = escapeVisibly(resultLine(result));
      const reasons = result.verdict === 'passed' ? [] : failureText(result, width(json), lineAt);
      print([[span(text, styles[result.verdict])], ...reasons.map(indented)]);
    },
    close: () => dashboard?.close(),
  };
}

/** The end of a run, behind an empty line. */
export function printSummary(json: boolean, run: RunResults, elapsedMs: number): void {
  writeLines(json, ['', ...summaryLines(summarise(run), elapsedMs)]);
}

/** Percentiles over all runs, as far as they are not within their limits. */
export function printRepeats(
  style: ResultStyle,
  repeats: readonly RepeatsResult[],
  lineAt: LineAt,
): void {
  const { json } = style;
  if (json) for (const each of repeats) printJson(each);
  const unmet = repeats.flatMap(({ percentiles }) => percentiles.filter(({ passed }) => !passed));
  const rows = unmet.flatMap((check) => checkText(check, width(json), lineAt));
  writeLines(json, rows.map(indented).map(painterFor(style)));
}

const styles: Readonly<Record<Verdict, Style>> = {
  passed: 'assistant',
  failed: 'error',
  error: 'error',
  interrupted: 'warning',
};

const margin = 2;
const fileWidth = 100;

function width(json: boolean): number {
  const { isTTY, columns } = streamFor(json);
  return (isTTY ? columns : fileWidth) - margin;
}

function indented(row: Row): Row {
  return [span(' '.repeat(margin)), ...row];
}

/** In colour on a terminal. */
function painterFor({ json, color }: ResultStyle): (row: Row) => string {
  if (!color || !streamFor(json).isTTY) return rowText;
  const { theme, colorDepth } = screenColors('auto', process.env);
  return createTheme(theme === 'auto' ? 'terminal' : theme, colorDepth).paint;
}

function streamFor(json: boolean): NodeJS.WriteStream {
  return json ? process.stderr : process.stdout;
}

function outputFor(json: boolean): typeof stdout {
  return json ? stderr : stdout;
}

function writeLines(json: boolean, lines: readonly string[]): void {
  outputFor(json).write(lines.map((line) => `${line}\n`).join(''));
}

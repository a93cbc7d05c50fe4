import { checkFailIf, parseFailIf, type FailVerdict } from '../../analysis/fail-if.js';
import { inspectRecording } from '../../analysis/inspect-recording.js';
import type { RecordingReport } from '../../analysis/report.js';
import { exitCodes } from '../../shared/errors.js';
import type { Row } from '../../tui/text/rows.js';
import { comparisonText, differenceText, verdictText } from '../inspect/comparison-text.js';
import { jsonOf } from '../inspect/inspection-json.js';
import { printRows, reportWidth } from '../inspect/print-rows.js';
import { reportText } from '../inspect/report-text.js';
import { printJson } from '../terminal/standard-streams.js';

/** Options of `inspect`, as commander gives them. */
export interface InspectOptions {
  readonly json?: true;
  readonly redact?: boolean;
  readonly baseline?: string;
  readonly failIf?: readonly string[];
}

/** `voicelive inspect DIR…`: what happened in recorded sessions; 5 when a condition of `--fail-if` is true. */
export async function inspect(
  paths: readonly string[],
  { json, redact = false, baseline: baselinePath, failIf = [] }: InspectOptions,
): Promise<number> {
  const conditions = failIf.map((text) => parseFailIf(text, baselinePath !== undefined));
  // One after the other: each may need as much memory as a recording of hours does.
  const reports: RecordingReport[] = [];
  for (const path of paths) reports.push((await inspectRecording(path, { redact })).report);
  const baseline =
    baselinePath === undefined
      ? undefined
      : (await inspectRecording(baselinePath, { redact })).report;
  const verdicts = reports.flatMap((report) =>
    conditions.map((condition) => checkFailIf(condition, report, baseline)),
  );
  if (json === true) printJson(jsonOf(reports, baseline, verdicts));
  else print(reports, baseline, verdicts);
  return verdicts.some(({ failed }) => failed) ? exitCodes.expectation : exitCodes.ok;
}

function print(
  reports: readonly RecordingReport[],
  baseline: RecordingReport | undefined,
  verdicts: readonly FailVerdict[],
): void {
  const width = reportWidth();
  const [only, ...others] = reports;
  const rows: readonly Row[] = [
    ...(only !== undefined && others.length === 0
      ? reportText(only, width)
      : comparisonText(reports, width)),
    ...(baseline === undefined
      ? []
      : reports
          .filter(({ path }) => path !== baseline.path)
          .flatMap((report) => differenceText(report, baseline, width))),
    ...verdictText(verdicts, width),
  ];
  printRows(rows);
}

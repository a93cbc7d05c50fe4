import { checkFailIf, parseFailIf, type FailVerdict } from '../../analysis/fail-if.js';
import { inspectRecording } from '../../analysis/inspect-recording.js';
import type { RecordingReport } from '../../analysis/report.js';
import { VoiceliveError, exitCodes } from '../../shared/errors.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import { byteSize } from '../../tui/text/format.js';
import type { Row } from '../../tui/text/rows.js';
import { comparisonText, differenceText, verdictText } from '../inspect/comparison-text.js';
import { jsonOf } from '../inspect/inspection-json.js';
import { printRows, reportWidth } from '../inspect/print-rows.js';
import { reportText } from '../inspect/report-text.js';
import { withRecording } from '../recordings/with-recording.js';
import { printJson, stderr } from '../terminal/standard-streams.js';

/** Options of `inspect`, as commander gives them. */
export interface InspectOptions {
  readonly json?: true;
  readonly redact?: boolean;
  readonly baseline?: string;
  readonly failIf?: readonly string[];
  readonly html?: string;
  readonly audio?: string;
}

/** `voicelive inspect DIR…`: what happened in recorded sessions; 5 when a condition of `--fail-if` is true. */
export async function inspect(
  paths: readonly string[],
  { json, redact = false, baseline: baselinePath, failIf = [], html, audio }: InspectOptions,
): Promise<number> {
  checkPageOptions(paths, html, audio);
  const conditions = failIf.map((text) => parseFailIf(text, baselinePath !== undefined));
  // One after the other: each may need as much memory as a recording of hours does.
  const reports: RecordingReport[] = [];
  for (const path of paths)
    reports.push(
      html === undefined
        ? await reportOn(path, redact)
        : await withRecording(path, (place) => inspectToPage(place, path, redact, html, audio)),
    );
  const baseline = baselinePath === undefined ? undefined : await reportOn(baselinePath, redact);
  const verdicts = reports.flatMap((report) =>
    conditions.map((condition) => checkFailIf(condition, report, baseline)),
  );
  if (json === true) printJson(jsonOf(reports, baseline, verdicts));
  else if (html === undefined || verdicts.length > 0 || baseline)
    print(reports, baseline, verdicts);
  return verdicts.some(({ failed }) => failed) ? exitCodes.expectation : exitCodes.ok;
}

/** @throws VoiceliveError exit code 2 */
function checkPageOptions(
  paths: readonly string[],
  html: string | undefined,
  audio: string | undefined,
): void {
  const problem =
    html === undefined && audio !== undefined
      ? '--audio is for the page that --html writes.'
      : html !== undefined && paths.length > 1
        ? `--html takes one recording; ${paths.length} are named.`
        : undefined;
  if (problem !== undefined)
    throw new VoiceliveError(problem, { code: 'invalid-option', exitCode: exitCodes.usage });
}

async function reportOn(path: string, redact: boolean): Promise<RecordingReport> {
  return withRecording(
    path,
    async (place) => (await inspectRecording(place, path, { redact })).report,
  );
}

/** Inspects a recording and writes its page, whose code nothing else needs. */
async function inspectToPage(
  place: string,
  path: string,
  redact: boolean,
  file: string,
  audio = 'auto',
): Promise<RecordingReport> {
  const [{ parseAudioWish }, { encoderFor }, { EventCollector }, { makePage }] = await Promise.all([
    import('../../page/audio/audio-choice.js'),
    import('../../page/audio/encoders.js'),
    import('../../page/data/collect-events.js'),
    import('../../page/make-page.js'),
  ]);
  const wish = parseAudioWish(audio);
  const { PATH = '' } = process.env;
  const encoder = await encoderFor(wish, PATH);
  const collector = new EventCollector();
  const inspection = await inspectRecording(place, path, { redact, follower: collector });
  const { bytes, audioNote } = await makePage(file, inspection, collector, wish, encoder);
  stderr.write(`Wrote ${escapeVisibly(file)}: ${byteSize(bytes)}. ${audioNote}\n`);
  return inspection.report;
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

import { labelOf, parseMatrix, type MatrixRun } from '../../again/matrix.js';
import { inspectRecording } from '../../analysis/inspect-recording.js';
import type { RecordingReport } from '../../analysis/report.js';
import type { OptionFiles } from '../../config/options/layers.js';
import { ProblemList } from '../../config/options/problems.js';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { matrixJson, matrixText, type MatrixRow } from '../again/matrix-text.js';
import {
  impossibleCode,
  planRun,
  readSource,
  type PlannedRun,
  type Source,
} from '../again/plan-again.js';
import { runOnce, type RunOutcome } from '../again/run-once.js';
import { turnsBeside } from '../again/turns-beside.js';
import { differenceText } from '../inspect/comparison-text.js';
import { jsonOf } from '../inspect/inspection-json.js';
import { printRows, reportWidth } from '../inspect/print-rows.js';
import { withRecording } from '../recordings/with-recording.js';
import { writeDiagnostic } from '../terminal/report.js';
import { printJson } from '../terminal/standard-streams.js';

const interruptedFrom = 128;

/**
 * `voicelive run --from DIR`: the user's side of a recording once more, recorded, and compared with the original; with
 * `--matrix` once for each combination. 1 when a session failed.
 */
export function runFrom(
  from: string,
  matrix: readonly string[] | undefined,
  flags: Readonly<Record<string, unknown>>,
  files: OptionFiles,
): Promise<number> {
  // Sessions end by themselves at a signal, and what was measured so far is printed.
  const terms = { endsAtSignals: false };
  return withRecording(from, (place) => runAll(place, from, matrix, flags, files), terms);
}

async function runAll(
  place: string,
  from: string,
  matrix: readonly string[] | undefined,
  flags: Readonly<Record<string, unknown>>,
  files: OptionFiles,
): Promise<number> {
  const source = await readSource(place, from);
  const runs = parseMatrix(matrix ?? []);
  // Told before the first one begins, which may take as long as the recording.
  const problems = new ProblemList();
  const planned: Planned[] = [];
  for (const run of runs)
    await problems.try(async () => {
      planned.push(await planOrRow(source, flags, run, files));
    });
  problems.throwAny();
  if (!planned.some(isRun)) throw new VoiceliveError(errorsOf(planned), usage);
  const isJson = flags['json'] === true;
  const { leftOut } = source.user;
  if (leftOut > 0)
    writeDiagnostic(
      `Not sent again: ${String(leftOut)} commands that only concern the old session.`,
    );
  const [only] = planned;
  return matrix === undefined && only !== undefined && isRun(only)
    ? compareOne(source, only, isJson)
    : compareAll(source, planned, isJson);
}

/** A combination that is to be run, or that cannot be. */
type Planned = PlannedRun | MatrixRow;

const usage = { code: impossibleCode, exitCode: exitCodes.usage };

function isRun(planned: Planned): planned is PlannedRun {
  return 'resolved' in planned;
}

function errorsOf(planned: readonly Planned[]): string {
  return planned.flatMap((each) => (isRun(each) ? [] : (each.error ?? []))).join('\n');
}

/** What one combination cannot have is no mistake in the matrix: others may need its values. */
async function planOrRow(
  source: Source,
  flags: Readonly<Record<string, unknown>>,
  run: MatrixRun,
  files: OptionFiles,
): Promise<Planned> {
  try {
    return await planRun(source, flags, run, files);
  } catch (thrown) {
    if (!(thrown instanceof VoiceliveError) || thrown.code !== impossibleCode) throw thrown;
    return { run, exitCode: thrown.exitCode, error: thrown.message };
  }
}

async function compareOne(source: Source, planned: PlannedRun, isJson: boolean): Promise<number> {
  const outcome = await runOnce(source, planned, !isJson);
  if (outcome.recording === undefined) return outcome.exitCode;
  const { report: original } = await inspectRecording(source.folder, source.path);
  const { report } = await inspectRecording(outcome.recording);
  if (isJson) printJson(jsonOf([report], original, []));
  else {
    const width = reportWidth();
    printRows([
      ...differenceText(report, original, width),
      ...turnsBeside(report, original, width),
    ]);
  }
  return outcome.exitCode;
}

async function compareAll(
  source: Source,
  planned: readonly Planned[],
  isJson: boolean,
): Promise<number> {
  const { report: original } = await inspectRecording(source.folder, source.path);
  const rows: MatrixRow[] = [];
  let exitCode: number = exitCodes.ok;
  const interrupt = new AbortController();
  const onInterrupt = (): void => {
    interrupt.abort();
  };
  // Between two sessions nobody else listens, and what was measured so far is still to be printed.
  process.on('SIGINT', onInterrupt);
  try {
    for (const [index, each] of planned.entries()) {
      writeDiagnostic(
        `Run ${String(index + 1)} of ${String(planned.length)}: ${labelOf(each.run)}`,
      );
      const outcome = isRun(each) ? await runOnce(source, each, false) : each;
      rows.push(await rowOf(outcome));
      if (outcome.exitCode > interruptedFrom || interrupt.signal.aborted) {
        exitCode = Math.max(outcome.exitCode, interruptedFrom + 2);
        break;
      }
      if (outcome.exitCode !== exitCodes.ok) exitCode = exitCodes.session;
    }
  } finally {
    process.off('SIGINT', onInterrupt);
  }
  if (isJson) printJson(matrixJson(original, rows));
  else printRows(matrixText(original, rows, reportWidth()));
  return exitCode;
}

/** A session that failed, or left nothing to inspect, is a row as well. */
async function rowOf(outcome: RunOutcome): Promise<MatrixRow> {
  const error = outcome.exitCode > interruptedFrom ? 'Interrupted before its end.' : outcome.error;
  const row = { ...outcome, ...(error === undefined ? {} : { error }) };
  if (outcome.recording === undefined) return row;
  let report: RecordingReport | undefined;
  try {
    ({ report } = await inspectRecording(outcome.recording));
  } catch (thrown) {
    return { ...row, error: error ?? messageOf(thrown) };
  }
  return { ...row, report };
}

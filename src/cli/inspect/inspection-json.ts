import type { FailVerdict } from '../../analysis/fail-if.js';
import type { RecordingReport } from '../../analysis/report.js';
import { rounded } from '../../analysis/rounded.js';

/** What `voicelive inspect --json` prints. */
export interface InspectionDocument {
  readonly voicelive: 'inspection';
  /** Of this format: a greater one may have renamed fields; new fields do not change it. */
  readonly version: 1;
  readonly recordings: readonly RecordingReport[];
  /** The recording of `--baseline`. */
  readonly baseline?: RecordingReport;
  /** What became of each `--fail-if`, for each recording. */
  readonly checks: readonly FailVerdict[];
}

/** The document, with milliseconds and decibels to a tenth: more digits mean nothing. */
export function jsonOf(
  recordings: readonly RecordingReport[],
  baseline: RecordingReport | undefined,
  checks: readonly FailVerdict[],
): unknown {
  const document: InspectionDocument = {
    voicelive: 'inspection',
    version: 1,
    recordings,
    ...(baseline === undefined ? {} : { baseline }),
    checks,
  };
  return rounded(document);
}

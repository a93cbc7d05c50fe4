import type { FailVerdict } from '../../analysis/fail-if.js';
import type { RecordingReport } from '../../analysis/report.js';

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
  return rounded(document, '');
}

function rounded(value: unknown, key: string): unknown {
  if (typeof value === 'number') return roundedNumber(value, key);
  if (Array.isArray(value)) return value.map((item: unknown) => rounded(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, rounded(item, name)]),
  );
}

function roundedNumber(value: number, key: string): number {
  if (/(?:Ms|Db|Ppm|^ms)$/.test(key)) return Math.round(value * 10) / 10;
  return key.endsWith('Usd') ? Math.round(value * 1e6) / 1e6 : value;
}

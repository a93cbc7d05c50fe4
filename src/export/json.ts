import { rounded } from '../analysis/rounded.js';
import type { RecordingReport } from '../analysis/report.js';
import type { ExportSource } from './source.js';
import { transcriptOf, type TranscriptLine } from './transcript.js';

/** What `voicelive export --format json` writes. */
export interface ExportDocument {
  readonly voicelive: 'export';
  /** Of this format: a greater one may have renamed fields; new fields do not change it. */
  readonly version: 1;
  readonly transcript: readonly TranscriptLine[];
  /** As `voicelive inspect --json` has it. */
  readonly recording: RecordingReport;
}

/** The report and the transcript. */
export function exportDocument({ report }: ExportSource): unknown {
  const document: ExportDocument = {
    voicelive: 'export',
    version: 1,
    transcript: transcriptOf(report),
    recording: report,
  };
  return rounded(document);
}

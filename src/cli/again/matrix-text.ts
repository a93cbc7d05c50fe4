import { cutOffs } from '../../again/cut-offs.js';
import { labelOf } from '../../again/matrix.js';
import { showMetric } from '../../analysis/fail-if.js';
import type { Metric } from '../../analysis/metrics.js';
import type { RecordingReport } from '../../analysis/report.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import { span, type Row } from '../../tui/text/rows.js';
import { columns, heading, paragraph, type Cell } from '../inspect/lines.js';
import type { RunOutcome } from './run-once.js';

/** A combination, what became of it, and the report on its recording if there is one. */
export interface MatrixRow extends RunOutcome {
  readonly report?: RecordingReport;
}

interface Column extends Pick<Metric, 'unit' | 'of'> {
  /** In `--json`. */
  readonly name: string;
  readonly head: string;
}

/** What turn detection is judged by, but for the latency. */
const others: readonly Column[] = [
  count('turns', 'turns', ({ figures }) => figures.turns),
  count('false-stops', 'false stops', ({ figures }) => figures.falseStops),
  count('cut-offs', 'cut-offs', cutOffs),
  {
    name: 'tokens',
    head: 'tokens',
    unit: 'tokens',
    of: ({ figures: { tokens } }) =>
      tokens.inputText +
      tokens.inputAudio +
      tokens.inputImage +
      tokens.outputText +
      tokens.outputAudio,
  },
  { name: 'cost', head: 'cost', unit: 'usd', of: ({ figures }) => figures.costUsd },
  count('errors', 'errors', ({ figures }) => figures.errors),
];

/**
 * Latency is from the end of the user's voice, measured from the samples: the service dates the end of speech after the
 * silence that is to be compared. Where a recording has nothing to measure, it is that of the events, for all.
 */
function tableFor(reports: readonly RecordingReport[]): readonly Column[] {
  const isMeasured = reports.every(({ figures }) => figures.latency.samples !== undefined);
  const source = isMeasured ? 'samples' : 'events';
  const name = isMeasured ? 'latency.samples' : 'latency';
  const latency = (short: string, field: 'p50Ms' | 'p90Ms'): Column => ({
    name: `${name}.${short}`,
    head: short,
    unit: 'ms',
    of: ({ figures }) => figures.latency[source]?.[field],
  });
  return [latency('p50', 'p50Ms'), latency('p90', 'p90Ms'), ...others];
}

function reportsOf(
  original: RecordingReport,
  rows: readonly MatrixRow[],
): readonly RecordingReport[] {
  return [original, ...rows.flatMap(({ report }) => report ?? [])];
}

function count(name: string, head: string, of: Metric['of']): Column {
  return { name, head, unit: 'count', of };
}

/** The combinations, numbered, and their figures below those of the original. */
export function matrixText(
  original: RecordingReport,
  rows: readonly MatrixRow[],
  width: number,
): readonly Row[] {
  const table = tableFor(reportsOf(original, rows));
  const isMeasured = table.some(({ name }) => name.startsWith('latency.samples'));
  const cells = (label: string, report: RecordingReport | undefined): readonly Cell[] => [
    { text: label },
    ...table.map((column) => ({ text: valueOf(column, report) })),
  ];
  return [
    [span('  0  ', 'strong'), span(`original  ${escapeVisibly(original.path)}`)],
    ...rows.flatMap((row, index): readonly Row[] => [
      [span(`${String(index + 1).padStart(3)}  `, 'strong'), span(escapeVisibly(labelOf(row.run)))],
      ...(row.recording === undefined ? [] : paragraph(row.recording, width, 5, 'dim')),
      ...(row.error === undefined ? [] : paragraph(row.error, width, 5, 'error')),
    ]),
    ...heading(
      `Latency (from ${isMeasured ? 'the end of the voice' : 'the event log'}), turn-taking, tokens, estimated cost`,
    ),
    ...columns(
      ['', ...table.map(({ head }) => head)],
      [cells('0', original), ...rows.map(({ report }, index) => cells(String(index + 1), report))],
    ),
  ];
}

/** What `voicelive run --from DIR --matrix … --json` prints. */
export interface MatrixDocument {
  readonly voicelive: 'matrix';
  /** Of this format: a greater one may have renamed fields; new fields do not change it. */
  readonly version: 1;
  /** The recording that was sent again. */
  readonly original: MatrixOriginal;
  /** One for each combination, in the order in which they were run; fewer when the program was interrupted. */
  readonly runs: readonly MatrixRunReport[];
}

/** The recording that was sent again. */
export interface MatrixOriginal {
  /** Its folder, as it was named. */
  readonly recording: string;
  readonly metrics: MatrixMetrics;
}

/** One combination of a matrix, and what became of it. */
export interface MatrixRunReport {
  /** Keys and values of the combination, as they were written. */
  readonly settings: Readonly<Record<string, string>>;
  /** As `voicelive run --from` alone would have ended: 0 for a session that ended as it should. */
  readonly exitCode: number;
  /** Why it ended badly, a sentence. */
  readonly error?: string;
  /** Folder of the new recording; absent when the session could not begin. */
  readonly recording?: string;
  /** Absent when there is no recording, or nothing in it to measure. */
  readonly metrics?: MatrixMetrics;
}

/** The columns of the table, in milliseconds, US dollars or counts. What a recording does not tell is absent. */
export interface MatrixMetrics {
  /**
   * From the end of the user's voice to the first sound of the answer, measured from the samples; absent for all when one
   * recording has no sound to measure.
   */
  readonly 'latency.samples.p50'?: number;
  readonly 'latency.samples.p90'?: number;
  /** By the events instead, where not all recordings have sound to measure. */
  readonly 'latency.p50'?: number;
  readonly 'latency.p90'?: number;
  /** Of the user. */
  readonly turns?: number;
  /** Interruptions of the assistant by a sound that was no speech, such as "mhm". */
  readonly 'false-stops'?: number;
  /** Turns that were taken for ended while the user was still speaking. */
  readonly 'cut-offs'?: number;
  readonly tokens?: number;
  /** Estimated, in US dollars. */
  readonly cost?: number;
  readonly errors?: number;
}

export function matrixJson(original: RecordingReport, rows: readonly MatrixRow[]): MatrixDocument {
  const table = tableFor(reportsOf(original, rows));
  return {
    voicelive: 'matrix',
    version: 1,
    original: { recording: original.path, metrics: metricsOf(original, table) },
    runs: rows.map(({ run, exitCode, error, recording, report }) => ({
      settings: run.settings,
      exitCode,
      ...(error === undefined ? {} : { error }),
      ...(recording === undefined ? {} : { recording }),
      ...(report && { metrics: metricsOf(report, table) }),
    })),
  };
}

/** Those that the recording has; milliseconds to a tenth. */
function metricsOf(report: RecordingReport, table: readonly Column[]): MatrixMetrics {
  return Object.fromEntries(
    table.flatMap(({ name, unit, of }) => {
      const value = of(report);
      if (value === undefined) return [];
      const digits = unit === 'ms' ? 1 : 6;
      return [[name, Number(value.toFixed(digits))]];
    }),
  );
}

function valueOf(column: Column, report: RecordingReport | undefined): string {
  const value = report && column.of(report);
  return value === undefined ? '–' : showMetric(column, value);
}

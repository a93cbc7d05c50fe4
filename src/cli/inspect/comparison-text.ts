import type { FailVerdict } from '../../analysis/fail-if.js';
import { showMetric } from '../../analysis/fail-if.js';
import { metrics, type Metric } from '../../analysis/metrics.js';
import type { RecordingReport } from '../../analysis/report.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import { span, type Row } from '../../tui/text/rows.js';
import { columns, heading, paragraph, type Cell } from './lines.js';

/** The metrics of the comparison, and how the table names them. */
const compared: readonly (readonly [name: string, label: string])[] = [
  ['duration', 'duration'],
  ['turns', 'turns'],
  ['turns.unanswered', 'not answered'],
  ['latency.p50', 'latency p50'],
  ['latency.p90', 'latency p90'],
  ['latency.p95', 'latency p95'],
  ['latency.samples.p50', 'latency p50, samples'],
  ['latency.samples.p90', 'latency p90, samples'],
  ['latency.samples.p95', 'latency p95, samples'],
  ['interruptions', 'interruptions'],
  ['false-stops', 'false stops'],
  ['yield.samples.p50', 'time to yield p50'],
  ['talk-over.samples.total', 'talk-over'],
  ['gaps.total', 'gaps in replies'],
  ['tokens.in', 'input tokens'],
  ['tokens.out', 'output tokens'],
  ['cost', 'estimated cost'],
  ['errors', 'errors'],
  ['reconnections', 'reconnections'],
];

const labelWidth = 22;
const columnWidth = 11;

/** Several recordings side by side, numbered; as many in one table as fit, the others below. */
export function comparisonText(reports: readonly RecordingReport[], width: number): readonly Row[] {
  const perTable = Math.max(1, Math.floor((width - labelWidth) / columnWidth));
  const shown = shownMetrics(reports);
  const rows: Row[] = reports.flatMap(({ path, notes }, index) => [
    [span(`${String(index + 1).padStart(3)}  `, 'strong'), span(escapeVisibly(path))],
    ...notes.flatMap((note) => paragraph(note, width, 5, 'warning')),
  ]);
  for (let from = 0; from < reports.length; from += perTable) {
    const some = reports.slice(from, from + perTable);
    const cells = shown.map(([metric, label]) => [
      { text: label },
      ...some.map((report) => ({ text: valueOf(metric, report) })),
    ]);
    const head = some.map((_, index) => String(from + index + 1));
    rows.push([], ...columns(['', ...head], cells, 0));
  }
  return rows;
}

/** Each metric of a recording beside that of the baseline, and the difference. */
export function differenceText(
  report: RecordingReport,
  baseline: RecordingReport,
  width: number,
): readonly Row[] {
  const rows = shownMetrics([report, baseline]).map(([metric, label]): readonly Cell[] => {
    const value = metric.of(report);
    const base = metric.of(baseline);
    const known = value !== undefined && base !== undefined;
    return [
      { text: label },
      { text: valueOf(metric, baseline) },
      { text: valueOf(metric, report) },
      known ? changeCell(metric, value - base, base) : { text: '–' },
    ];
  });
  return [
    ...heading(`Against the baseline ${escapeVisibly(baseline.path)}`),
    ...paragraph(escapeVisibly(report.path), width, 2, 'dim'),
    ...columns(['', 'baseline', 'this', 'change'], rows),
  ];
}

/** What became of the conditions of `--fail-if`. */
export function verdictText(verdicts: readonly FailVerdict[], width: number): readonly Row[] {
  if (verdicts.length === 0) return [];
  return [
    ...heading('Checks'),
    ...verdicts.flatMap(({ condition, failed, reason, path }) => [
      [
        span(failed ? '  FAIL  ' : '  ok    ', failed ? 'error' : 'plain'),
        span(escapeVisibly(condition)),
      ],
      ...paragraph(`${path}: ${reason}`, width, 8, 'dim'),
    ]),
  ];
}

function changeCell(metric: Metric, change: number, base: number): Cell {
  if (Math.abs(change) < 1e-9) return { text: 'same', style: 'dim' };
  const sign = change > 0 ? '+' : '−';
  const share = base === 0 ? '' : ` (${sign}${Math.abs((change / base) * 100).toFixed(1)}%)`;
  return { text: `${sign}${showMetric(metric, Math.abs(change))}${share}` };
}

function shownMetrics(reports: readonly RecordingReport[]): readonly (readonly [Metric, string])[] {
  return compared.flatMap(([name, label]) => {
    const metric = metrics.find((each) => each.name === name);
    const isKnown = metric && reports.some((report) => metric.of(report) !== undefined);
    return isKnown ? [[metric, label] as const] : [];
  });
}

function valueOf(metric: Metric, report: RecordingReport): string {
  const value = metric.of(report);
  return value === undefined ? '–' : showMetric(metric, value);
}

import { metrics, type Metric } from '../../analysis/metrics.js';
import { showMetric } from '../../analysis/fail-if.js';
import type { RecordingReport } from '../../analysis/report.js';

/** The value of a metric, or why there is none. */
export type MetricValue =
  | {
      readonly type: 'value';
      /** The least and the greatest of it, where it has more than one value. */
      readonly min: number;
      readonly max: number;
      readonly unit: Metric['unit'];
    }
  | { readonly type: 'absent'; readonly reason: string };

/** Measured from samples, or from where they are in the WAV. */
const ofSound =
  /\.samples\b|^(?:yield|talk-over|gaps|inserted-silence|silence|clipping|level|noise|false-stops|disagreements)\b/;
/** Figures that nothing divides by steps. */
const ofWholeSession =
  /^(?:duration|silence|clipping|level|noise|disagreements|inserted-silence)\b/;

/**
 * A metric of a session, or of one step with the report on that step alone. Besides the metrics of `inspect` there are
 * `latency`, `latency.samples`, `yield` and `yield.samples`, which stand for every value of theirs, `talk-over` and `gaps`
 * for their total, and `latency.vad` or `latency.first-audio` for a part of it.
 */
export function metricValue(report: RecordingReport, name: string, ofStep: boolean): MetricValue {
  const wanted = name.toLowerCase();
  const [first = ''] = wanted.split('.');
  const all = find(`${wanted}.max`);
  const metric = find(wanted) ?? find(`${wanted}.total`) ?? all;
  if (metric === undefined && first !== 'latency') return absent(`there is no metric ${name}`);
  if (ofStep && ofWholeSession.test(wanted))
    return absent(`${name} is known of the whole session only`);
  if (ofSound.test(wanted) && report.sound === undefined) return absent(withoutSound(report));
  if (metric === undefined) return partValue(report, wanted.slice('latency.'.length));
  const max = metric.of(report);
  const min = metric === all ? find(`${wanted}.min`)?.of(report) : max;
  if (max === undefined || min === undefined) return absent(withoutValue(metric, ofStep));
  return { type: 'value', min, max, unit: metric.unit };
}

/** Writes values of a metric that a script names; a part of the latency is in milliseconds. */
export function showMetricOf(name: string): (value: number) => string {
  const wanted = name.toLowerCase();
  const metric = find(wanted) ?? find(`${wanted}.total`) ?? find(`${wanted}.max`);
  return (value) => showMetric(metric ?? { unit: 'ms' }, value);
}

/** As exact as it is measured. */
export function roundMetric({ unit }: Pick<Metric, 'unit'>, value: number): number {
  return Number(value.toFixed(digits[unit]));
}

const digits: Readonly<Record<Metric['unit'], number>> = {
  ms: 1,
  count: 0,
  tokens: 0,
  usd: 6,
  dBFS: 1,
};

function find(name: string): Metric | undefined {
  return metrics.find((metric) => metric.name === name);
}

function absent(reason: string): MetricValue {
  return { type: 'absent', reason };
}

function withoutSound({ session }: RecordingReport): string {
  return session.mode === 'text'
    ? 'a text session has no sound to measure'
    : 'the sound of the session was not recorded or cannot be read';
}

function withoutValue({ about }: Metric, ofStep: boolean): string {
  return `the ${ofStep ? 'step' : 'session'} has no value for it (${about})`;
}

/** A part of the latency, of every turn that has it. */
function partValue({ turns }: RecordingReport, slug: string): MetricValue {
  const parts = turns
    .flatMap((turn) => turn.parts)
    .map(({ name, ms }) => ({ slug: slugOf(name), ms }));
  const values = parts.filter((part) => part.slug === slug).map(({ ms }) => ms);
  if (values.length === 0) {
    const known = [...new Set(parts.map((part) => `latency.${part.slug}`))];
    return absent(
      known.length === 0
        ? 'no turn was answered'
        : `the latency has no part ${slug}; it has ${known.join(', ')}`,
    );
  }
  return {
    type: 'value',
    min: Math.min(...values),
    max: Math.max(...values),
    unit: 'ms',
  };
}

function slugOf(part: string): string {
  return part.toLowerCase().replaceAll(' ', '-');
}

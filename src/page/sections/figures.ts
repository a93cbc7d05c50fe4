import type { Figures, RecordingReport, TotalTime } from '../../analysis/report.js';
import { duration, estimatedUsd } from '../../tui/text/format.js';
import { html, type Html } from '../html.js';

/** Seconds with as many digits as say something. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 100_000 ? 2 : 1)} s`;
}

/** The figures of the session, from events and from samples. */
export function figuresSection({ figures, audioHealth }: RecordingReport): Html {
  const counts = [
    ['turns', `${figures.turns} (${figures.answeredTurns} answered)`],
    ['interruptions', figures.interruptions],
    ['false stops', figures.falseStops],
    ['gaps in replies', times(figures.gaps)],
    ['silence because audio came late', times(figures.insertedSilence)],
    ['tool calls', failing(figures.toolCalls, figures.failedToolCalls)],
    ['errors and warnings', figures.errors + figures.warnings],
    ['lost connections', figures.reconnections],
    ...(audioHealth === undefined ? [] : [['underruns', audioHealth.underruns] as const]),
    ['estimated cost', figures.costUsd === undefined ? '–' : estimatedUsd(figures.costUsd)],
  ] as const;
  return html`<section id="figures" aria-labelledby="figures-title">
    <h2 id="figures-title">Figures</h2>
    <div class="columns">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">from events</th>
            <th scope="col">from samples</th>
          </tr>
        </thead>
        <tbody>
          ${timeRows(figures).map(
            ([name, events, samples]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td>${events}</td>
                <td>${samples}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      <table>
        <thead>
          <tr>
            <th scope="col">Count</th>
            <th scope="col">in the session</th>
          </tr>
        </thead>
        <tbody>
          ${counts.map(
            ([name, value]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td>${value}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function timeRows({
  latency,
  timeToYield,
  talkOver,
}: Figures): readonly (readonly [string, string, string])[] {
  const statistics = [
    ['median', 'p50Ms'],
    ['90th percentile', 'p90Ms'],
    ['95th percentile', 'p95Ms'],
    ['longest', 'maxMs'],
  ] as const;
  const rows = [
    ['latency', latency],
    ['time to yield', timeToYield],
  ] as const;
  const total = (time: TotalTime | undefined): string =>
    time === undefined ? '–' : seconds(time.totalMs);
  return [
    ...rows.flatMap(([name, { events, samples }]) =>
      statistics.flatMap(([word, field]) => {
        const values = [events?.[field], samples?.[field]] as const;
        if (values.every((value) => value === undefined)) return [];
        const [left, right] = values.map((ms) => (ms === undefined ? '–' : duration(ms)));
        return [[`${name}, ${word}`, left ?? '', right ?? ''] as const];
      }),
    ),
    ['talk-over', total(talkOver.events), total(talkOver.samples)],
  ];
}

function times({ count, totalMs, longestMs }: TotalTime): string {
  return count === 0 ? '0' : `${count} (${seconds(totalMs)}, longest ${duration(longestMs)})`;
}

function failing(count: number, failed: number): string {
  return failed === 0 ? String(count) : `${count} (${failed} failed)`;
}

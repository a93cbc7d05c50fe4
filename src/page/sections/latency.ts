import type { RecordingReport, Turn } from '../../analysis/report.js';
import { duration } from '../../tui/text/format.js';
import { html, type Html } from '../html.js';
import { at } from './transcript.js';

/** Colours that are told apart; names behind them share the last. */
const colours = 8;
const barWidth = 1000;

/** A bar for each answered turn, in the parts of its latency, all to one scale. */
export function latencySection({ turns }: RecordingReport): Html {
  const answered = turns.filter(
    ({ latency }) => latency.eventsMs !== undefined || latency.samplesMs !== undefined,
  );
  if (answered.length === 0) return html``;
  const names = [...new Set(answered.flatMap(({ parts }) => parts.map(({ name }) => name)))];
  const longest = Math.max(...answered.map(lengthOf), 1);
  return html`<section id="latency" aria-labelledby="latency-title">
    <h2 id="latency-title">Latency by turn</h2>
    <p class="legend">
      ${names.map((name, index) => html`<span class="${colour(index)}">&#9632;</span> ${name} `)}
    </p>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="latency-title">
      <table class="bars">
        <thead>
          <tr>
            <th scope="col">Turn</th>
            <th scope="col">At</th>
            <th scope="col">Events</th>
            <th scope="col">Samples</th>
            <th scope="col">Parts of the time from events</th>
          </tr>
        </thead>
        <tbody>
          ${answered.map((turn) => row(turn, names, longest))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function lengthOf({ latency, parts }: Turn): number {
  return Math.max(
    latency.eventsMs ?? 0,
    parts.reduce((sum, { ms }) => sum + Math.max(0, ms), 0),
  );
}

function row(turn: Turn, names: readonly string[], longest: number): Html {
  const { number, endMs, answeredMs, latency, parts, partsFrom } = turn;
  const shown = (ms: number | undefined): string => (ms === undefined ? '–' : duration(ms));
  let x = 0;
  const rectangles = parts.map(({ name, ms }) => {
    const width = (Math.max(0, ms) / longest) * barWidth;
    const from = x;
    x += width;
    return html`<rect
      class="${colour(names.indexOf(name))}"
      x="${from.toFixed(1)}"
      width="${width.toFixed(1)}"
      height="10"
    />`;
  });
  const text = parts.map(({ name, ms }) => `${name} ${Math.round(ms)}`).join(' · ');
  return html`<tr>
    <th scope="row">${number}</th>
    <td>${at(answeredMs ?? endMs ?? 0)}</td>
    <td>${shown(latency.eventsMs)}</td>
    <td>${shown(latency.samplesMs)}</td>
    <td>
      <svg viewBox="0 0 ${barWidth} 10" preserveAspectRatio="none" aria-hidden="true">
        ${rectangles}
      </svg>
      <small>${partsFrom === undefined ? '' : `from ${partsFrom}: `}${text}</small>
    </td>
  </tr>`;
}

function colour(index: number): string {
  return `part-${Math.min(index, colours - 1)}`;
}

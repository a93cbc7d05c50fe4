import type { ChannelReport, Disagreement, RecordingReport } from '../../analysis/report.js';
import { duration } from '../../tui/text/format.js';
import { shortened } from '../data/spoken-text.js';
import { html, type Html } from '../html.js';
import { seconds } from './figures.js';
import { at } from './transcript.js';

const maxListed = 50;

/** Sound, options that were applied differently, and where events and samples disagree. */
export function detailSections(report: RecordingReport): readonly Html[] {
  return [soundSection(report), optionSection(report), disagreementSection(report)];
}

function soundSection({ sound }: RecordingReport): Html {
  if (sound === undefined) return html``;
  const side = (
    name: string,
    { voice, voiceDb, peakDb, noiseDb, clippings }: ChannelReport,
  ): Html => {
    const voiceMs = voice.reduce((sum, span) => sum + span.endMs - span.startMs, 0);
    const levels = [voiceDb, peakDb, noiseDb].map((db) =>
      db === undefined ? html`<td>&ndash;</td>` : html`<td>${db.toFixed(1)} dBFS</td>`,
    );
    return html`<tr>
      <th scope="row">${name}</th>
      <td>${seconds(voiceMs)}</td>
      ${levels}
      <td>${clippings}</td>
    </tr>`;
  };
  return html`<section id="sound" aria-labelledby="sound-title">
    <h2 id="sound-title">Sound</h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="sound-title">
      <table>
        <thead>
          <tr>
            <th scope="col">Side</th>
            <th scope="col">Voice</th>
            <th scope="col">Voice level</th>
            <th scope="col">Peak</th>
            <th scope="col">Noise</th>
            <th scope="col">Clipped</th>
          </tr>
        </thead>
        <tbody>
          ${side('microphone', sound.user)}${side('speaker', sound.assistant)}
        </tbody>
      </table>
    </div>
    <p>
      Silence: ${seconds(sound.silenceAtStartMs)} at the start, ${seconds(sound.silenceAtEndMs)} at
      the end.
    </p>
  </section>`;
}

function optionSection({ options: { differences } }: RecordingReport): Html {
  if (differences.length === 0) return html``;
  return html`<section id="options" aria-labelledby="options-title">
    <h2 id="options-title">Options that the service applied differently</h2>
    <ul>
      ${differences
        .slice(0, maxListed)
        .map(
          ({ path, requested, applied }) =>
            html`<li>
              <code>${path}</code>: requested ${shortened(requested, 500)}, applied
              ${shortened(applied, 500)}
            </li>`,
        )}
    </ul>
    ${more(differences.length)}
  </section>`;
}

function disagreementSection({ disagreements }: RecordingReport): Html {
  if (disagreements.length === 0) return html``;
  return html`<section id="disagreements" aria-labelledby="disagreements-title">
    <h2 id="disagreements-title">Where events and samples differ by more than 20 ms</h2>
    <ul>
      ${disagreements.slice(0, maxListed).map(disagreement)}
    </ul>
    ${more(disagreements.length)}
  </section>`;
}

function disagreement({ what, turn, atMs, eventsMs, samplesMs }: Disagreement): Html {
  return html`<li>
    ${what}${turn === undefined ? '' : ` of turn ${turn}`} ${what === 'talk-over' ? '' : at(atMs)}:
    ${duration(eventsMs)} by the events, ${duration(samplesMs)} by the samples
  </li>`;
}

function more(count: number): Html {
  return count <= maxListed
    ? html``
    : html`<p>And ${count - maxListed} more; <code>voicelive inspect --json</code> has all.</p>`;
}

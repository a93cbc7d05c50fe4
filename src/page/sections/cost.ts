import type { RecordingReport, ResponseCost } from '../../analysis/report.js';
import { html, type Html } from '../html.js';
import { at } from './transcript.js';

type Tokens = ResponseCost['tokens'];

/** Tokens and estimated cost of each response. */
export function costSection({ responses, figures }: RecordingReport): Html {
  if (responses.length === 0) return html``;
  return html`<section id="cost" aria-labelledby="cost-title">
    <h2 id="cost-title">Tokens and estimated cost by response</h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="cost-title">
      <table>
        <thead>
          <tr>
            <th scope="col">Response</th>
            <th scope="col">Text in</th>
            <th scope="col">Audio in</th>
            <th scope="col">Cached</th>
            <th scope="col">Text out</th>
            <th scope="col">Audio out</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          ${responses.map(
            ({ endMs, status, tokens, costUsd }) =>
              html`<tr>
                <th scope="row">${at(endMs)} ${status}</th>
                ${cells(tokens, costUsd)}
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            ${cells(figures.tokens, figures.costUsd)}
          </tr>
        </tfoot>
      </table>
    </div>
  </section>`;
}

function cells(tokens: Tokens, costUsd: number | undefined): readonly Html[] {
  const { inputText, inputAudio, cachedText, cachedAudio, outputText, outputAudio } = tokens;
  const counts = [inputText, inputAudio, cachedText + cachedAudio, outputText, outputAudio];
  const cost = costUsd === undefined ? '–' : `~$${costUsd.toFixed(4)}`;
  return [...counts.map(String), cost].map((text) => html`<td>${text}</td>`);
}

import { keys } from '../data/keys.js';
import { html, type Html } from '../html.js';

const speeds = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

/** The controls, which do nothing without the page's script and are not shown then. */
export function playerSection(hasAudio: boolean, audioNote: string): Html {
  return html`<p class="audio-note">${audioNote}</p>
    <div id="player" class="bar" hidden>
      <button type="button" id="play" ${hasAudio ? '' : html`disabled`}>Play</button>
      <span id="position">0:00.0</span>
      <label
        >Speed
        <select id="speed" ${hasAudio ? '' : html`disabled`}>
          ${speeds.map((speed) => html`<option value="${speed}" ${speed === 1 ? html`selected` : ''}>${speed}&times;</option>`)}
        </select></label
      >
      <button type="button" id="zoom-in">Zoom in</button>
      <button type="button" id="zoom-out">Zoom out</button>
      <button type="button" id="zoom-whole">Whole</button>
      <button type="button" id="theme">Dark</button>
      <details id="keys">
        <summary>Keys</summary>
        <table>
          <tbody>
            ${keys.map(
              ({ shown, does }) =>
                html`<tr>
                  <th scope="row"><kbd>${shown}</kbd></th>
                  <td>${does}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </details>
    </div>`;
}

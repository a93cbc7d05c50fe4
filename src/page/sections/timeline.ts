import type { SoundLevels } from '../../analysis/sound/read-sound.js';
import { clock } from '../../tui/text/format.js';
import type { PageData } from '../data/page-data.js';
import { peaksOf } from '../data/waves.js';
import { html, type Html } from '../html.js';

const width = 1000;
const side = 40;

/** Both sides as a picture, for print and without scripts; the page's script draws over it. */
export function timelineSection(data: PageData, levels: SoundLevels | undefined): Html {
  const { durationMs, items, marks } = data;
  const x = (ms: number): string => ((Math.max(0, ms) / durationMs) * width).toFixed(1);
  const picture =
    levels === undefined
      ? items.map(
          ({ side: who, startMs, endMs }) =>
            html`<rect
              class="${who}"
              x="${x(startMs)}"
              y="${who === 'user' ? 20 : 60}"
              width="${x(Math.max(endMs - startMs, durationMs / width))}"
              height="${side / 2}"
            />`,
        )
      : [
          html`<path class="user" d="${wave(levels.user.peak, side)}" />`,
          html`<path class="assistant" d="${wave(levels.assistant.peak, side * 3)}" />`,
        ];
  return html`<figure id="timeline">
    <svg
      viewBox="0 0 ${width} ${side * 4}"
      preserveAspectRatio="none"
      role="img"
      aria-label="Sound of both sides, ${clock(durationMs)}"
    >
      ${picture}
      ${marks.map(({ kind, atMs }) => html`<path class="${kind}" d="M${x(atMs)} 0V${side * 4}" />`)}
    </svg>
    <figcaption>
      <span class="user">&#9632; you</span> <span class="assistant">&#9632; reply</span>
      <span class="tool">&#9632; tool call</span>
      <span class="interruption">&#9986; interruption</span>
      <span class="error">! error</span>
      <span class="warning">&#9650; warning, lost connection</span>
      <span id="whole">0:00 &ndash; ${clock(durationMs)}</span>
    </figcaption>
  </figure>`;
}

function wave(peaks: Uint16Array, middle: number): string {
  const stretches = peaksOf(peaks, Math.max(1, peaks.length / width));
  const greatest = Math.max(...stretches, 0.001);
  const points = stretches.map((peak, index) => {
    const size = ((peak / greatest) * side * 0.95).toFixed(1);
    return `M${index} ${middle}v-${size}v${(Number(size) * 2).toFixed(1)}`;
  });
  return points.join('');
}

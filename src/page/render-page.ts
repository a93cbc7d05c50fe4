import { createHash } from 'node:crypto';
import type { RecordingReport } from '../analysis/report.js';
import type { SoundLevels } from '../analysis/sound/read-sound.js';
import { clock } from '../tui/text/format.js';
import { buildPageData } from './data/build-page-data.js';
import { pack } from './data/pack.js';
import type { PackedEvents } from './data/pack-events.js';
import type { PageData } from './data/page-data.js';
import { spokenText, type SpokenText } from './data/spoken-text.js';
import { wavesOf } from './data/waves.js';
import { Html, html } from './html.js';
import { costSection } from './sections/cost.js';
import { detailSections } from './sections/details.js';
import { eventSection } from './sections/events.js';
import { figuresSection } from './sections/figures.js';
import { latencySection } from './sections/latency.js';
import { playerSection } from './sections/player.js';
import { timelineSection } from './sections/timeline.js';
import { transcriptSection } from './sections/transcript.js';

export interface PageContent {
  readonly report: RecordingReport;
  readonly levels?: SoundLevels;
  readonly events: PackedEvents;
  /** MIME type of the audio that follows the page's head. */
  readonly audio?: string;
  /** A sentence on the audio, or on why there is none. */
  readonly audioNote: string;
}

/** What was built for the browser. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** A page in two parts; blocks of audio go between them. */
export interface RenderedPage {
  readonly head: string;
  readonly tail: string;
}

/** Renders the page of a recording. Everything is readable without its script, and nothing in it is loaded. */
export function renderPage(content: PageContent, { script, style }: PageAssets): RenderedPage {
  const { report, levels, events, audio } = content;
  const name = nameOf(report.path);
  const cuts = new Map(report.interruptions.map((each) => [each.itemId, each]));
  const texts = report.items.map((item) => spokenText(item, cuts.get(item.id)));
  const data = buildPageData(report, texts, {
    events: events.events,
    ...(levels && { waves: wavesOf(levels) }),
    ...(audio === undefined ? {} : { audio }),
  });
  const policy = [
    `default-src 'none'`,
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    'media-src blob:',
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const blocks = events.blocks.map((block, index) => packed(`block-${index}`, block));
  const head = [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    html`<meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${new Html(policy)}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <meta name="generator" content="voicelive" />
      <link rel="icon" href="data:," />
      <title>${name} &ndash; voicelive</title>`.text,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    body(content, texts, data).text,
    packed('data', pack(data)),
    ...blocks,
    `<script type="module">${script}</script>`,
    '',
  ].join('\n');
  return { head, tail: '</body>\n</html>\n' };
}

function packed(id: string, text: string): string {
  return `<script type="text/plain" id="${id}">${text}</script>`;
}

function body(
  { report, levels, events, audio, audioNote }: PageContent,
  texts: readonly SpokenText[],
  data: PageData,
): Html {
  const { failure } = report.session;
  return html`<header>
      <h1>${nameOf(report.path)}</h1>
      <p>${facts(report)}</p>
      ${failure === undefined ? '' : html`<p class="error">Ended: ${failure}</p>`}
      ${report.notes.map((note) => html`<p class="warning">Note: ${note}</p>`)}
    </header>
    <main>
      <section id="sides" aria-label="Both sides on one time line">
        ${playerSection(audio !== undefined, audioNote)} ${timelineSection(data, levels)}
      </section>
      ${figuresSection(report)} ${transcriptSection(report, texts)} ${latencySection(report)}
      ${costSection(report)} ${detailSections(report)} ${eventSection(events)}
    </main>
    <footer>
      <p>Made by <code>voicelive inspect --html</code>. This page loads nothing from a network.</p>
    </footer>`;
}

/** Without the folders above it: pages are passed on. */
function nameOf(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '' && part !== '.') ?? path;
}

function facts({ session, figures }: RecordingReport): string {
  const { target, model, mode, startedAt, durationMs, program } = session;
  return [
    target,
    model,
    mode,
    startedAt?.replace(/\.\d+Z$/, 'Z'),
    clock(durationMs),
    figures.turns === 1 ? '1 turn' : `${figures.turns} turns`,
    ...(program === undefined ? [] : [`voicelive ${program}`]),
  ]
    .filter((fact) => fact !== undefined)
    .join(' · ');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

import type {
  Interruption,
  Item,
  RecordingReport,
  Reconnection,
  ReportedProblem,
  ToolCall,
  Turn,
} from '../../analysis/report.js';
import { clock, duration } from '../../tui/text/format.js';
import { turnStart } from '../data/build-page-data.js';
import { shortened, type SpokenText } from '../data/spoken-text.js';
import { html, type Html } from '../html.js';
import { seconds } from './figures.js';

/** Characters of a tool's arguments and result. */
const maxToolText = 20_000;

interface Entry {
  readonly atMs: number;
  readonly html: Html;
}

/** What happened in the order of time, under the number of each turn. */
export function transcriptSection(report: RecordingReport, texts: readonly SpokenText[]): Html {
  const cuts = new Map(report.interruptions.map((each) => [each.itemId, each]));
  const entries: readonly Entry[] = [
    ...report.turns.flatMap((turn) => {
      const atMs = turnStart(turn, report.items);
      return atMs === undefined ? [] : [{ atMs, html: turnHeading(turn, atMs) }];
    }),
    ...report.items.map((item, index) => ({
      atMs: item.startMs,
      html: said(item, index, texts[index], cuts.get(item.id)),
    })),
    ...report.toolCalls.map((call) => ({ atMs: call.startMs, html: toolCall(call) })),
    ...report.problems.map((problem) => ({ atMs: problem.atMs, html: problemLine(problem) })),
    ...report.reconnections.map((each) => ({ atMs: each.startMs, html: reconnection(each) })),
  ];
  const inOrder = entries.toSorted((a, b) => a.atMs - b.atMs).map((entry) => entry.html);
  return html`<section id="transcript" aria-labelledby="transcript-title">
    <h2 id="transcript-title">Transcript</h2>
    ${inOrder.length === 0 ? html`<p>Nothing was said.</p>` : inOrder}
  </section>`;
}

function turnHeading({ number, kind, latency }: Turn, atMs: number): Html {
  const { eventsMs, samplesMs } = latency;
  const figures = [
    ...(eventsMs === undefined ? [] : [`answered after ${duration(eventsMs)}`]),
    ...(samplesMs === undefined ? [] : [`${duration(samplesMs)} by the samples`]),
  ].join(', ');
  return html`<h3 id="turn-${number}">
    Turn ${number}
    <small>${clock(atMs)} &middot; ${kind}${figures === '' ? '' : ` · ${figures}`}</small>
  </h3>`;
}

function said(
  item: Item,
  index: number,
  text: SpokenText | undefined,
  cut: Interruption | undefined,
): Html {
  const isUser = item.speaker === 'user';
  const notes = [
    ...(item.typed ? ['typed'] : []),
    ...(item.deleted ? ['deleted'] : []),
    ...(item.wordless ? ['no text'] : []),
  ];
  const lines = text?.heard.trimEnd() ?? '';
  return html`<div class="said ${item.speaker}" id="item-${index}">
    <b>${isUser ? 'You' : 'Reply'}</b> ${at(item.startMs)}
    ${notes.length === 0 ? '' : html`<small>(${notes.join(', ')})</small>`}
    <p dir="auto">
      <span>${lines}</span
      >${text === undefined || text.unheard === '' ? '' : html` <s>${text.unheard}</s>`}
    </p>
    ${cut === undefined ? '' : interruption(cut)}
  </div>`;
}

/** A time in the recording; with the page's script, a button that goes there. */
export function at(ms: number): Html {
  return html`<time data-ms="${Math.round(ms)}">${clock(ms)}</time>`;
}

function interruption(cut: Interruption): Html {
  const { atMs, cause, heardMs, receivedMs, falseStop, soundMs = 0, timeToYield, deleted } = cut;
  const silentMs = timeToYield.samplesMs ?? timeToYield.eventsMs;
  const facts = [
    `interrupted by ${cause}`,
    deleted ? 'nothing of it was heard' : `heard ${seconds(heardMs)} of ${seconds(receivedMs)}`,
    ...(silentMs === undefined ? [] : [`silent after ${duration(silentMs)}`]),
    ...(falseStop ? [`false stop: ${duration(soundMs)} without words`] : []),
  ];
  return html`<p class="cut">
    <span aria-hidden="true">&#9986;</span> ${at(atMs)} ${facts.join(' · ')}
  </p>`;
}

function toolCall(call: ToolCall): Html {
  const { server, name, outcome, ranMs, output } = call;
  const isBad = ['failed', 'denied', 'expired'].includes(outcome);
  const ran = ranMs === undefined ? '' : ` in ${duration(ranMs)}`;
  return html`<div class="tool">
    <b>Tool</b> ${at(call.startMs)}
    <details>
      <summary>
        <code>${server === undefined ? name : `${server}: ${name}`}</code>
        <span class="${isBad ? 'error' : ''}">${outcome}${ran}</span>
      </summary>
      <pre tabindex="0" role="group" aria-label="Arguments">
${shortened(call.arguments, maxToolText)}</pre>
      ${output === undefined ? '' : html`<pre tabindex="0" role="group" aria-label="Result">${shortened(output, maxToolText)}</pre>`}
    </details>
  </div>`;
}

function problemLine({ atMs, level, code, text }: ReportedProblem): Html {
  return html`<p class="${level}">
    <b>${level === 'error' ? 'Error' : 'Warning'}</b> ${at(atMs)}
    ${shortened(text, 2_000)}${code === undefined ? '' : html` <code>${code}</code>`}
  </p>`;
}

function reconnection({ startMs, endMs, reason, failures }: Reconnection): Html {
  const back = endMs === undefined ? 'not restored' : `restored after ${duration(endMs - startMs)}`;
  return html`<p class="warning">
    <b>Connection lost</b> ${at(startMs)} ${reason}: ${back}, failures: ${failures}
  </p>`;
}

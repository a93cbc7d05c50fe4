import type { RecordingReport, Turn } from '../../analysis/report.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import { clock, duration } from '../../tui/text/format.js';
import { span, type Row } from '../../tui/text/rows.js';
import { shorten } from '../../tui/text/width.js';
import { flowing, heading, paragraph, seconds } from './lines.js';

/** Each turn with its latency, the parts of it, and what was said. */
export function turnRows(report: RecordingReport, width: number): readonly Row[] {
  if (report.turns.length === 0) return [];
  return [
    ...heading('Turns'),
    ...report.turns.flatMap((turn) => {
      const { number, kind, endMs, answeredMs, latency } = turn;
      const figures =
        latency.eventsMs === undefined && latency.samplesMs === undefined
          ? 'not answered'
          : [
              ...(latency.eventsMs === undefined ? [] : [duration(latency.eventsMs)]),
              ...(latency.samplesMs === undefined
                ? []
                : [`${duration(latency.samplesMs)} by the samples`]),
            ].join(', ');
      const at = clock(endMs ?? answeredMs ?? 0);
      const parts = turn.parts.map(({ name, ms }) => `${name} ${String(Math.round(ms))}`);
      const from = turn.partsFrom === undefined ? [] : [`from ${turn.partsFrom}`];
      return [
        [
          span(String(number).padStart(4), 'dim'),
          span(`  ${at.padStart(5)}  `),
          span(kind.padEnd(11)),
          span(figures, 'strong'),
        ],
        ...wordRows(turn, report, width),
        ...flowing(parts.length === 0 ? [] : [...from, ...parts], width, 13, 'dim'),
      ];
    }),
  ];
}

function wordRows(turn: Turn, report: RecordingReport, width: number): readonly Row[] {
  const said = report.items.filter(
    ({ id, responseId }) =>
      turn.itemIds.includes(id) ||
      (responseId !== undefined && turn.responseIds.includes(responseId)),
  );
  return said
    .filter(({ text }) => text !== '')
    .map(({ speaker, text }) => [
      span(' '.repeat(13)),
      span(speaker === 'user' ? 'you  ' : 'reply', speaker),
      span(`  ${shorten(escapeVisibly(text.replace(/\s+/g, ' ')), width - 20)}`),
    ]);
}

/** What was heard and not heard of each reply that was cut. */
export function interruptionRows(
  { interruptions }: RecordingReport,
  width: number,
): readonly Row[] {
  if (interruptions.length === 0) return [];
  return [
    ...heading('Interruptions'),
    ...interruptions.flatMap((each) => {
      const yielded = each.timeToYield.samplesMs ?? each.timeToYield.eventsMs;
      const facts = [
        `by ${each.cause}`,
        `heard ${seconds(each.heardMs)} of ${seconds(each.receivedMs)}`,
        ...(yielded === undefined ? [] : [`silent after ${duration(yielded)}`]),
        ...(each.userText === undefined ? [] : [`you: ${escapeVisibly(each.userText)}`]),
      ];
      const falseStop: Row = each.falseStop
        ? [span(`  false stop: ${duration(each.soundMs ?? 0)} without words`, 'warning')]
        : [];
      const unheard = each.unheardText.trim();
      return [
        [span(`  ${clock(each.atMs).padStart(5)}  `), span(facts[0] ?? '', 'strong'), ...falseStop],
        ...flowing(facts.slice(1), width, 9, 'plain'),
        ...paragraph(`heard: ${each.heardText.trim() || '(nothing)'}`, width, 9),
        ...(unheard === '' ? [] : paragraph(`not heard: ${unheard}`, width, 9, 'dim')),
      ];
    }),
  ];
}

export function toolRows({ toolCalls }: RecordingReport, width: number): readonly Row[] {
  if (toolCalls.length === 0) return [];
  return [
    ...heading('Tool calls'),
    ...toolCalls.flatMap((call) => {
      const { startMs, server, name, outcome, ranMs, output } = call;
      const tool = escapeVisibly(server === undefined ? name : `${server}: ${name}`);
      const ran = ranMs === undefined ? '' : ` in ${duration(ranMs)}`;
      const isBad = outcome === 'failed' || outcome === 'expired';
      return [
        [
          span(`  ${clock(startMs).padStart(5)}  `),
          span(tool, 'tool'),
          span(`  ${outcome}${ran}`, isBad ? 'error' : 'plain'),
        ],
        ...paragraph(`arguments ${call.arguments}`, width, 9, 'dim'),
        ...(output === undefined ? [] : paragraph(`result ${output}`, width, 9)),
      ];
    }),
  ];
}

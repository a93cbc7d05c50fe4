import type { Disagreement, RecordingReport } from '../../analysis/report.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import { clock, duration } from '../../tui/text/format.js';
import { span, type Row } from '../../tui/text/rows.js';
import { interruptionRows, toolRows, turnRows } from './conversation-rows.js';
import { figureRows } from './figure-rows.js';
import { columns, counted, flowing, heading, paragraph, seconds, type Cell } from './lines.js';
import { soundRows } from './sound-rows.js';

/** The full report on one recording, readable at 80 columns. */
export function reportText(report: RecordingReport, width: number): readonly Row[] {
  const sections = [
    titleRows,
    figureRows,
    turnRows,
    interruptionRows,
    toolRows,
    tokenRows,
    soundRows,
    optionRows,
    problemRows,
    disagreementRows,
  ];
  return sections.flatMap((section) => section(report, width));
}

function titleRows(report: RecordingReport, width: number): readonly Row[] {
  const { target, model, mode, startedAt, durationMs, program, failure } = report.session;
  const facts = [
    target,
    model,
    mode,
    startedAt?.replace(/\.\d+Z$/, 'Z'),
    seconds(durationMs),
    program === undefined ? undefined : `voicelive ${program}`,
  ].flatMap((fact) => (fact === undefined ? [] : escapeVisibly(fact)));
  const ending = failure === undefined ? [] : paragraph(`Ended: ${failure}`, width, 0, 'error');
  return [
    [span(escapeVisibly(report.path), 'strong')],
    ...flowing(facts, width, 0, 'dim'),
    ...ending,
    ...report.notes.flatMap((note) => paragraph(`Note: ${note}`, width, 0, 'warning')),
  ];
}

function tokenRows({ responses, figures }: RecordingReport): readonly Row[] {
  if (responses.length === 0) return [];
  const row = (
    name: string,
    t: (typeof responses)[number]['tokens'],
    costUsd: number | undefined,
  ): readonly Cell[] => [
    { text: name },
    ...[t.inputText, t.inputAudio, t.cachedText + t.cachedAudio, t.outputText, t.outputAudio].map(
      (count) => ({ text: String(count) }),
    ),
    { text: costUsd === undefined ? '–' : `~$${costUsd.toFixed(4)}` },
  ];
  return [
    ...heading('Tokens and estimated cost, by response'),
    ...columns(
      ['', 'text in', 'audio in', 'cached', 'text out', 'audio out', 'cost'],
      [
        ...responses.map(({ endMs, status, tokens, costUsd }) =>
          row(`${clock(endMs)} ${escapeVisibly(status)}`, tokens, costUsd),
        ),
        row('total', figures.tokens, figures.costUsd),
      ],
    ),
  ];
}

function optionRows({ options }: RecordingReport, width: number): readonly Row[] {
  if (options.differences.length === 0) return [];
  return [
    ...heading('Options that the service applied differently'),
    ...options.differences.flatMap(({ path, requested, applied }) =>
      paragraph(`${path}: requested ${requested}, applied ${applied}`, width, 2),
    ),
  ];
}

function problemRows({ problems, reconnections }: RecordingReport, width: number): readonly Row[] {
  const rows: Row[] = [];
  if (reconnections.length > 0) {
    rows.push(...heading('Lost connections'));
    for (const { startMs, endMs, reason, failures } of reconnections) {
      const back =
        endMs === undefined ? 'not restored' : `restored after ${duration(endMs - startMs)}`;
      rows.push(
        ...paragraph(
          `${clock(startMs)}  ${back}, ${counted(failures, 'failure')}: ${reason}`,
          width,
        ),
      );
    }
  }
  if (problems.length > 0) {
    rows.push(...heading('Errors and warnings'));
    for (const { atMs, level, text } of problems)
      rows.push(
        ...paragraph(`${clock(atMs)}  ${text}`, width, 2, level === 'error' ? 'error' : 'warning'),
      );
  }
  return rows;
}

/** Disagreements that are listed one by one. */
const maxListed = 10;

function disagreementRows(report: RecordingReport, width: number): readonly Row[] {
  const { disagreements } = report;
  if (disagreements.length === 0) return [];
  const more = disagreements.length - maxListed;
  return [
    ...heading('Where events and samples differ by more than 20 ms'),
    ...disagreements.slice(0, maxListed).flatMap((each) => paragraph(difference(each), width)),
    ...(more > 0 ? paragraph(`and ${more} more; --json has all`, width) : []),
  ];
}

function difference({ what, turn, atMs, eventsMs, samplesMs }: Disagreement): string {
  const place =
    turn === undefined ? (what === 'talk-over' ? '' : ` at ${clock(atMs)}`) : ` of turn ${turn}`;
  const by = samplesMs - eventsMs;
  return `${what}${place}: ${duration(eventsMs)} by the events, ${duration(samplesMs)} by the samples (${by > 0 ? '+' : '−'}${duration(Math.abs(by))})`;
}

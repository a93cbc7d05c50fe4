import type { Disagreement, RecordingReport, Turn, TwoSources } from '../../analysis/report.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import { clock, duration } from '../../tui/text/format.js';
import { span, type Row } from '../../tui/text/rows.js';
import { shorten } from '../../tui/text/width.js';
import { columns, counted, flowing, heading, paragraph, type Cell } from './lines.js';

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

function figureRows({ figures }: RecordingReport): readonly Row[] {
  const { latency, timeToYield, talkOver, gaps, insertedSilence } = figures;
  const rows: (readonly Cell[])[] = [
    ...distributionCells('latency', latency),
    ...distributionCells('time to yield', timeToYield),
    [
      { text: 'talk-over' },
      { text: talkOver.events === undefined ? '–' : seconds(talkOver.events.totalMs) },
      { text: talkOver.samples === undefined ? '–' : seconds(talkOver.samples.totalMs) },
    ],
  ];
  const counts = [
    `${counted(figures.turns, 'turn')}, ${figures.answeredTurns} answered`,
    counted(figures.interruptions, 'interruption'),
    counted(figures.falseStops, 'false stop'),
    gaps.count === 0
      ? '0 gaps in replies'
      : `${counted(gaps.count, 'gap')} in replies (${seconds(gaps.totalMs)}, longest ${duration(gaps.longestMs)})`,
    ...(insertedSilence.count === 0
      ? []
      : [`${duration(insertedSilence.totalMs)} of silence because audio came late`]),
    counted(figures.toolCalls, 'tool call'),
    counted(figures.errors, 'error'),
    counted(figures.reconnections, 'reconnection'),
  ];
  return [
    ...heading('Turn-taking'),
    ...columns(['', 'events', 'samples'], rows),
    ...flowing(counts, 80, 2, 'plain'),
  ];
}

function distributionCells(name: string, sources: TwoSources): readonly (readonly Cell[])[] {
  const statistics = [
    ['p50', 'p50Ms'],
    ['p90', 'p90Ms'],
    ['p95', 'p95Ms'],
    ['longest', 'maxMs'],
  ] as const;
  return statistics.flatMap(([word, field]) => {
    const values = [sources.events?.[field], sources.samples?.[field]];
    if (values.every((value) => value === undefined)) return [];
    return [
      [
        { text: `${name} ${word}` },
        ...values.map((value) => ({ text: value === undefined ? '–' : duration(value) })),
      ],
    ];
  });
}

function turnRows(report: RecordingReport, width: number): readonly Row[] {
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

function interruptionRows({ interruptions }: RecordingReport, width: number): readonly Row[] {
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

function toolRows({ toolCalls }: RecordingReport, width: number): readonly Row[] {
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

function soundRows({ sound, audioHealth }: RecordingReport, width: number): readonly Row[] {
  if (sound === undefined && audioHealth === undefined) return [];
  const rows: Row[] = [...heading('Sound')];
  if (sound !== undefined) {
    const sides = [
      ['microphone', sound.user],
      ['speaker', sound.assistant],
    ] as const;
    rows.push(
      ...columns(
        ['', 'voice', 'voice level', 'peak', 'noise', 'clipped'],
        sides.map(([name, side]) => [
          { text: name },
          { text: seconds(side.voice.reduce((sum, each) => sum + each.endMs - each.startMs, 0)) },
          { text: side.voiceDb === undefined ? '–' : decibels(side.voiceDb) },
          { text: decibels(side.peakDb) },
          { text: decibels(side.noiseDb) },
          {
            text: String(side.clippings),
            ...(side.clippings > 0 ? { style: 'warning' as const } : {}),
          },
        ]),
      ),
      [
        span(
          `  silence: ${seconds(sound.silenceAtStartMs)} at the start, ${seconds(sound.silenceAtEndMs)} at the end`,
        ),
      ],
    );
  }
  const health = healthWords(audioHealth);
  if (health.length > 0) rows.push(...flowing(health, width, 2, 'plain'));
  return rows;
}

function healthWords(health: RecordingReport['audioHealth']): readonly string[] {
  if (health === undefined) return [];
  const { deviceDepthMs, microphoneDriftPpm, speakerDriftPpm, longestHostLagMs } = health;
  const losses = [
    [health.droppedCaptureFrames, 'microphone frames lost'],
    [Math.round(health.unsentMs), 'ms of microphone audio not sent'],
    [Math.round(health.droppedPlaybackMs), 'ms of reply audio lost'],
    [health.underruns, `underruns${placesOf(health.underrunsAtMs)}`],
    [health.restarts, 'restarts of the sound devices'],
  ] as const;
  const lost = losses
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${String(count)} ${what}`);
  return [
    ...(lost.length === 0 ? ['no audio lost'] : lost),
    ...(deviceDepthMs === undefined ? [] : [`device depth ${duration(deviceDepthMs)}`]),
    ...(microphoneDriftPpm === undefined
      ? []
      : [`microphone drift ${String(Math.round(microphoneDriftPpm))} ppm`]),
    ...(speakerDriftPpm === undefined
      ? []
      : [`speaker drift ${String(Math.round(speakerDriftPpm))} ppm`]),
    ...(longestHostLagMs === undefined
      ? []
      : [`audio process held up for ${duration(longestHostLagMs)} at most`]),
  ];
}

/** Places that are named. */
const maxPlaces = 5;

function placesOf(atMs: readonly number[] = []): string {
  if (atMs.length === 0) return '';
  const rest = atMs.length > maxPlaces ? ', …' : '';
  return ` (at ${atMs
    .slice(0, maxPlaces)
    .map((each) => clock(each))
    .join(', ')}${rest})`;
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

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 100_000 ? 2 : 1)} s`;
}

function decibels(db: number): string {
  return `${db.toFixed(1)} dBFS`;
}

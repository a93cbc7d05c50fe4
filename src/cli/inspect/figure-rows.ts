import type { RecordingReport, TwoSources } from '../../analysis/report.js';
import { duration } from '../../tui/text/format.js';
import type { Row } from '../../tui/text/rows.js';
import { columns, counted, flowing, heading, seconds, type Cell } from './lines.js';

/** Latency, time to yield and talk-over from both sources, and what was counted. */
export function figureRows({ figures }: RecordingReport): readonly Row[] {
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

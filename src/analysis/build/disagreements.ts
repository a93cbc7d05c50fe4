import type { Disagreement, Figures, Interruption, Turn } from '../report.js';

/** A frame of audio: the two sources cannot be expected to agree better. */
const frameMs = 20;

/** Where events and samples say different things, greatest difference first. */
export function disagreementsOf(
  turns: readonly Turn[],
  interruptions: readonly Interruption[],
  { talkOver }: Pick<Figures, 'talkOver'>,
): readonly Disagreement[] {
  const pairs = [
    ...turns.map(({ number, answeredMs = 0, latency }) => ({
      what: 'latency' as const,
      turn: number,
      atMs: answeredMs,
      ...latency,
    })),
    ...interruptions.map(({ atMs, timeToYield }) => ({
      what: 'time to yield' as const,
      atMs,
      ...timeToYield,
    })),
    {
      what: 'talk-over' as const,
      atMs: 0,
      ...definedTotals(talkOver),
    },
  ];
  return pairs
    .flatMap(({ eventsMs, samplesMs, ...rest }) =>
      eventsMs === undefined || samplesMs === undefined ? [] : [{ ...rest, eventsMs, samplesMs }],
    )
    .filter((each) => difference(each) > frameMs)
    .sort((left, right) => difference(right) - difference(left));
}

function definedTotals({ events, samples }: Figures['talkOver']): {
  readonly eventsMs?: number;
  readonly samplesMs?: number;
} {
  return {
    ...(events === undefined ? {} : { eventsMs: events.totalMs }),
    ...(samples === undefined ? {} : { samplesMs: samples.totalMs }),
  };
}

function difference({ eventsMs, samplesMs }: { eventsMs: number; samplesMs: number }): number {
  return Math.abs(samplesMs - eventsMs);
}

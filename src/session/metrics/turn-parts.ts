import { turnEndMs } from './latency.js';
import type { SessionState, TurnMarks } from '../state.js';

/** One step of a turn: the moment that was reached, and how long after the moment before. */
export interface TurnPart {
  readonly word: string;
  readonly ms: number;
}

export interface TurnParts {
  /** The moment that the parts count from. */
  readonly from: string;
  readonly parts: readonly TurnPart[];
  /** From the end of the user's turn to the first sound, or the first text in text mode. */
  readonly totalMs: number;
  /** Of that, the silence that the service waited for until the turn was over; absent where it waited for none. */
  readonly silenceMs?: number;
}

/** The moments of a turn, in the order in which they usually come. */
const moments: readonly (readonly [keyof TurnMarks, string])[] = [
  ['speechEndMs', 'end of speech'],
  ['waitedMs', 'silence'],
  ['speechStoppedMs', 'VAD'],
  ['typedMs', 'typed turn'],
  ['requestedMs', 'requested'],
  ['committedMs', 'committed'],
  ['createdMs', 'created'],
  ['toolCallMs', 'tool call'],
  ['toolDoneMs', 'tool'],
  ['firstTextMs', 'first text'],
  ['firstAudioMs', 'first audio'],
  ['firstHeardMs', 'heard'],
];

const remembered = new WeakMap<TurnMarks, TurnParts>();

/** The last answered turn in its parts, in the order in which they came; undefined before the first. */
export function turnParts(state: SessionState): TurnParts | undefined {
  const marks = state.latency.last;
  if (marks === undefined) return undefined;
  const known = remembered.get(marks);
  if (known !== undefined) return known;
  const startMs = turnEndMs(marks);
  const endMs = marks.firstHeardMs ?? marks.firstTextMs;
  if (startMs === undefined || endMs === undefined) return undefined;
  // What came before the turn ended, or after its answer began, is no part of it.
  const [first, ...reached] = moments
    .flatMap(([name, word]) => {
      const atMs = marks[name];
      return atMs === undefined || atMs < startMs || atMs > endMs ? [] : [{ word, atMs }];
    })
    .sort((left, right) => left.atMs - right.atMs);
  if (first === undefined) return undefined;
  let beforeMs = startMs;
  const parts = reached.map(({ word, atMs }) => {
    const ms = atMs - beforeMs;
    beforeMs = atMs;
    return { word, ms };
  });
  const silenceMs = parts.find(({ word }) => word === 'silence')?.ms;
  const turn = {
    from: first.word,
    parts,
    totalMs: endMs - startMs,
    ...(silenceMs === undefined ? {} : { silenceMs }),
  };
  remembered.set(marks, turn);
  return turn;
}

export interface AnswerTimes {
  readonly turns: number;
  readonly p50: number;
  /** From ten turns on. */
  readonly p90?: number;
  /** From twenty turns on. */
  readonly p95?: number;
  /** From a hundred turns on. */
  readonly p99?: number;
}

const timesOf = new WeakMap<readonly number[], AnswerTimes>();

/** Answer times of the session's turns, milliseconds; a percentile only where there are enough turns for it. */
export function answerTimes({ latency }: SessionState): AnswerTimes | undefined {
  const turns = latency.answerMs.length;
  if (turns === 0) return undefined;
  const known = timesOf.get(latency.answerMs);
  if (known !== undefined) return known;
  const sorted = [...latency.answerMs].sort((left, right) => left - right);
  const times = {
    turns,
    p50: percentile(sorted, 0.5),
    ...(turns < 10 ? {} : { p90: percentile(sorted, 0.9) }),
    ...(turns < 20 ? {} : { p95: percentile(sorted, 0.95) }),
    ...(turns < 100 ? {} : { p99: percentile(sorted, 0.99) }),
  };
  timesOf.set(latency.answerMs, times);
  return times;
}

/** The nearest rank: the smallest value that at least this share of them does not exceed. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}

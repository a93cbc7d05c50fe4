import { entrySummary } from '../../session/log/summary.js';
import type { LogEntry } from '../../session/state.js';
import type { Scope } from './scope.js';
import { shortened } from './words.js';

/** Lines of events that a failed check shows. */
const maxLines = 12;
/** Of those, how many are from the beginning of the step. */
const firstLines = 5;
const maxGist = 200;

/**
 * The events of a step, a line each: how long after its start, sent (`>`) or received (`<`), type and gist. The middle is
 * left out where there are more than twelve; of a whole session the newest are shown.
 */
export function eventsAround({ events, startMs, step }: Scope): readonly string[] {
  const entries = events.map(({ entry }) => entry).filter(({ direction }) => direction !== 'local');
  const line = (entry: LogEntry): string => lineOf(entry, startMs);
  if (entries.length <= maxLines) return entries.map(line);
  if (step === undefined) return entries.slice(-maxLines).map(line);
  const omitted = entries.length - maxLines + 1;
  return [
    ...entries.slice(0, firstLines).map(line),
    `(${omitted} more)`,
    ...entries.slice(firstLines + omitted).map(line),
  ];
}

function lineOf(entry: LogEntry, startMs: number): string {
  const { atMs, direction, type, count } = entry;
  const summary = entrySummary(entry);
  const seconds = ((atMs - startMs) / 1000).toFixed(3);
  const arrow = direction === 'out' ? '>' : '<';
  const times = count === 1 ? '' : ` ×${count}`;
  const gist = summary === '' ? '' : `  ${shortened(summary, maxGist)}`;
  return `${seconds.startsWith('-') ? '' : '+'}${seconds} s ${arrow} ${type}${times}${gist}`;
}

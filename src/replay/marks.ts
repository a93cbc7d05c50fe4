import type { Input } from '../session/inputs.js';
import { beginsTurn } from '../session/log/log-turns.js';
import type { LogEntry, SessionState } from '../session/state.js';

/** What one can go to in a recording. */
export type MarkKind = 'turn' | 'interruption' | 'error';

/** What an input brought that is worth going to. */
export function marksOf(input: Input, before: SessionState, after: SessionState): Set<MarkKind> {
  const marks = new Set<MarkKind>();
  for (const entry of newEntries(before, after)) {
    if (beginsTurn(entry)) marks.add('turn');
    if (entry.level === 'error') marks.add('error');
  }
  const last = after.transcript.at(-1);
  if (last?.kind === 'notice' && last.level === 'error' && last !== before.transcript.at(-1))
    marks.add('error');
  if (input.type === 'flushed' && input.items.length > 0) marks.add('interruption');
  return marks;
}

/** Whether an input begins a line of the event log; those that only lengthen one do not. */
export function beginsLine(before: SessionState, after: SessionState): boolean {
  return after.nextLogSequence > before.nextLogSequence;
}

function newEntries(before: SessionState, after: SessionState): readonly LogEntry[] {
  const count = after.nextLogSequence - before.nextLogSequence;
  return count === 0 ? [] : after.log.slice(-count);
}

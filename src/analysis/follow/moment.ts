import type { Input } from '../../session/inputs.js';
import type { SessionState, TranscriptEntry } from '../../session/state.js';

/** One input of a recorded session, with the states before and after it. */
export interface Moment {
  readonly before: SessionState;
  readonly input: Input;
  readonly after: SessionState;
}

/** An entry of the transcript that this input added or changed. */
export interface EntryChange {
  readonly was: TranscriptEntry | undefined;
  readonly is: TranscriptEntry;
}

const none: readonly EntryChange[] = [];

/** What an input changed in the transcript. The state keeps only the newest entries: older ones are not changed any more. */
export function entryChanges({ before, after }: Moment): readonly EntryChange[] {
  const [earlier, entries] = [before.transcript, after.transcript];
  if (earlier === entries) return none;
  const shift = after.transcriptDropped - before.transcriptDropped;
  const kept = Math.min(entries.length, earlier.length - shift);
  const changes: EntryChange[] = [];
  for (let index = 0; index < kept; index += 1) {
    const is = entries[index];
    const was = earlier[index + shift];
    if (is !== was && is !== undefined) changes.push({ was, is });
  }
  for (const is of entries.slice(kept)) changes.push({ was: undefined, is });
  return changes;
}

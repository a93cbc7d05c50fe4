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

/** What an input changed in the transcript. The state keeps only the newest entries: older ones are not changed any more. */
export function entryChanges({ before, after }: Moment): readonly EntryChange[] {
  if (before.transcript === after.transcript) return [];
  const shift = after.transcriptDropped - before.transcriptDropped;
  const changes: EntryChange[] = [];
  after.transcript.forEach((is, index) => {
    const was = before.transcript[index + shift];
    if (was !== is) changes.push({ was, is });
  });
  return changes;
}

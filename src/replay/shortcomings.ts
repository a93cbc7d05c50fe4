import type { LogAccount, LogStart } from '../recording/log-reader.js';

/** What a recording lacks, as far as it was read; a sentence each. */
export function shortcomings(start: LogStart, account: LogAccount): readonly string[] {
  const { torn, skipped, lost, lastState } = account;
  return [
    ...(start.lacks.length === 0
      ? []
      : [`This recording is of format 1, which has no ${start.lacks.join(', ')}.`]),
    ...(torn === 0 ? [] : [`Skipped damaged lines of the event log: ${torn}.`]),
    ...(skipped === 0
      ? []
      : [`Skipped lines of the event log that this version does not know: ${skipped}.`]),
    ...(lost === 0
      ? []
      : [`Lines that could not be recorded, because the disk was full or failed: ${lost}.`]),
    ...(lastState === undefined && start.lacks.length === 0
      ? ['The event log has no end: it is still being written, or its program was killed.']
      : []),
  ];
}

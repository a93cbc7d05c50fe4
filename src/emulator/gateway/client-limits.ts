import type { Counters } from './counters.js';
import type { Wire } from './wire.js';

/** About what a client may take of the memory, everything that is kept for it counted. */
const maxClientBytes = 64 * 1024 * 1024;

/** About what is kept for one client, by where it is. */
export interface ClientMemory {
  /** Messages that wait to be handled. */
  readonly inboxBytes: number;
  /** Events that the client has not read. */
  readonly outboxBytes: number;
  /** Conversation, buffered audio and the session itself. */
  readonly sessionBytes: number;
}

/** Ends a client that takes more than its share of the memory. True when it did. */
export function enforceMemoryLimit(
  wire: Wire,
  { inboxBytes, outboxBytes, sessionBytes }: ClientMemory,
  counters: Counters,
): boolean {
  if (inboxBytes + outboxBytes + sessionBytes <= maxClientBytes) return false;
  const unread = outboxBytes > maxClientBytes / 2;
  const reason = unread ? 'clients that do not read' : 'clients that keep too much';
  const detail = `${megabytes(inboxBytes)} to handle, ${megabytes(outboxBytes)} unread, ${megabytes(sessionBytes)} kept`;
  counters.count(reason, detail);
  // A client that does not read gets no close frame either: its socket is cut when the time for closing is over.
  wire.close(1008, 'more than 64 MB are kept for this client');
  return true;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}

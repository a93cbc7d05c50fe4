import { isJsonObject, type JsonObject } from '../shared/json.js';
import { entrySummary } from '../session/log/summary.js';
import type { LogEntry, SessionState } from '../session/state.js';

/**
 * Why a turn has no answer in words, as a sentence.
 * @param fromSequence first line of the event log that belongs to the turn
 */
export function unansweredReason({ log }: SessionState, fromSequence: number): string {
  const events = log.filter(({ sequence }) => sequence >= fromSequence);
  return `The turn was not answered: ${reasonIn(events)}.`;
}

function reasonIn(events: readonly LogEntry[]): string {
  const error = events.findLast(({ type }) => type === 'error');
  if (error !== undefined) return `the service reported ${entrySummary(error).replace(/\.$/, '')}`;
  const done = events.findLast(({ type }) => type === 'response.done');
  if (done === undefined)
    return events.some(({ type }) => type === 'response.created')
      ? 'its response has no end'
      : 'the service began no response';
  const response = part(done.event, 'response');
  const status = response?.['status'];
  if (status !== 'completed') {
    const details = part(response, 'status_details');
    const why = part(details, 'error')?.['message'] ?? details?.['reason'];
    const words = typeof why === 'string' ? ` (${why.replace(/\.$/, '')})` : '';
    return `its response ended as ${typeof status === 'string' ? status : 'unknown'}${words}`;
  }
  const output = response?.['output'];
  const kinds = Array.isArray(output)
    ? output.flatMap((item: unknown) => (isJsonObject(item) ? [typeOf(item)] : []))
    : [];
  return kinds.length === 0
    ? 'its response completed without any output'
    : `its response completed without words, with ${kinds.join(', ')}`;
}

function part(value: JsonObject | undefined, key: string): JsonObject | undefined {
  const found = value?.[key];
  return isJsonObject(found) ? found : undefined;
}

function typeOf({ type, name }: JsonObject): string {
  return `${typeof type === 'string' ? type : 'an item'}${typeof name === 'string' ? ` ${name}` : ''}`;
}

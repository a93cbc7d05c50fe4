import { isJsonObject } from '../../shared/json.js';
import type { LogEntry, TranscriptEntry } from '../state.js';

/** Whether a turn of the user begins with this event: they speak, a key sends what they said, or they typed. */
export function beginsTurn(entry: LogEntry): boolean {
  switch (entry.type) {
    case 'input_audio_buffer.speech_started':
      return true;
    case 'input_audio_buffer.commit':
      return entry.direction === 'out';
    case 'conversation.item.create': {
      const item = entry.event['item'];
      return entry.direction === 'out' && isJsonObject(item) && item['role'] === 'user';
    }
    default:
      return false;
  }
}

/** The first event of the turn before or after an entry of the log; undefined when there is none. */
export function neighbouringTurn(
  log: readonly LogEntry[],
  sequence: number | undefined,
  direction: 'before' | 'after',
): LogEntry | undefined {
  const turns = log.filter(beginsTurn);
  const at = sequence ?? Number.POSITIVE_INFINITY;
  return direction === 'before'
    ? turns.findLast((entry) => entry.sequence < at)
    : turns.find((entry) => entry.sequence > at);
}

/** The ids that an event names: of itself, of the item and of the call in it. */
function idsOf({ event }: LogEntry): readonly unknown[] {
  const item = event['item'];
  const inItem = isJsonObject(item) ? [item['id'], item['call_id']] : [];
  return [event['item_id'], event['call_id'], ...inItem].filter((id) => id !== undefined);
}

function idsOfEntry(entry: TranscriptEntry): readonly string[] {
  switch (entry.kind) {
    case 'user':
    case 'assistant':
      return [entry.itemId];
    case 'tool':
      return [entry.callId, ...(entry.approvalId === undefined ? [] : [entry.approvalId])];
    case 'notice':
      return [];
  }
}

/** Whether a line of the transcript is a turn, of the user, the assistant or a tool: something with events. */
export function isTurn(entry: TranscriptEntry): boolean {
  return entry.kind !== 'notice';
}

/** The first event about a turn of the transcript; undefined where the log has none any more. */
export function eventOfTurn(log: readonly LogEntry[], turn: TranscriptEntry): LogEntry | undefined {
  const wanted: readonly unknown[] = idsOfEntry(turn);
  return log.find((entry) => idsOf(entry).some((id) => wanted.includes(id)));
}

/** The turn that an event is about; where it names none, the newest that had begun by then. */
export function turnOfEvent(
  transcript: readonly TranscriptEntry[],
  event: LogEntry,
): TranscriptEntry | undefined {
  const turns = transcript.filter(isTurn);
  const named = idsOf(event);
  return (
    turns.find((turn) => idsOfEntry(turn).some((id) => named.includes(id))) ??
    turns.findLast((turn) => turn.atMs <= event.atMs) ??
    turns[0]
  );
}

import { isJsonObject } from '../shared/json.js';
import type { LogEntry } from './state.js';

/** Whether a turn of the person begins with this event: they speak, a key sends what they said, or they typed. */
function beginsTurn(entry: LogEntry): boolean {
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

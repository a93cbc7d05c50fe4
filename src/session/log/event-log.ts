import { changed, type Whole } from '../change-state.js';
import { appended } from '../appended.js';
import type { JsonObject } from '../../shared/json.js';
import { entrySummary, microphoneAudio, runText } from './summary.js';
import { shortenEvent } from './shorten-event.js';
import type { LogEntry, SessionState } from '../state.js';

/** Lines kept; older ones are dropped and counted (a recording has them all). */
const maxLogEntries = 1000;
/** How far back an event looks for a line to fold into, because streams interleave; older lines never change. */
export const foldWindow = 12;

/** A larger event is kept in part, so that the whole log never takes more than about 64 MB. */
const maxWholeEventBytes = 65_536;

interface NewEntry {
  readonly direction: LogEntry['direction'];
  readonly type: string;
  readonly event: JsonObject;
  readonly bytes: number;
  readonly level?: LogEntry['level'];
  readonly summary?: string;
  /** Duration of the audio that the event carries. */
  readonly audioMs?: number;
}

/** Adds an event to the log; deltas and audio frames of one kind and item fold into one counting line. */
export function appendLog(state: SessionState, entry: NewEntry): SessionState {
  const foldAt = isStreaming(entry.type) ? findFold(state.log, entry) : -1;
  const folded = state.log[foldAt];
  if (folded) return changed(state, { log: state.log.with(foldAt, lineOf(state, entry, folded)) });
  const over = Math.max(0, state.log.length + 1 - maxLogEntries);
  return changed(state, {
    nextLogSequence: state.nextLogSequence + 1,
    log: appended(state.log, lineOf(state, entry, undefined), maxLogEntries),
    logDropped: state.logDropped + over,
  });
}

/** @param folded the line that the entry folds into */
function lineOf(state: SessionState, entry: NewEntry, folded: LogEntry | undefined): LogEntry {
  const { type, event } = entry;
  const isWhole = entry.bytes <= maxWholeEventBytes;
  const audioMs = (folded?.audioMs ?? 0) + (entry.audioMs ?? 0);
  // Not spread, as in `changed`.
  const line: Whole<LogEntry> = {
    sequence: folded?.sequence ?? state.nextLogSequence,
    atMs: folded?.atMs ?? state.nowMs,
    direction: entry.direction,
    type,
    text: runText(type, event, folded?.text) ?? folded?.text,
    audioMs: audioMs > 0 ? audioMs : folded?.audioMs,
    bytes: (folded?.bytes ?? 0) + entry.bytes,
    count: (folded?.count ?? 0) + 1,
    level: folded?.level ?? entry.level ?? 'normal',
    event: isWhole ? event : shortenEvent(event),
    summary: entry.summary,
  };
  // What is cut off may be counted in the summary.
  return isWhole ? line : { ...line, summary: entrySummary({ ...line, event }) };
}

function isStreaming(type: string): boolean {
  return type.endsWith('.delta') || type.endsWith('.append') || type === 'playback.played';
}

/** A line that later events must not fold across. Microphone audio is sent alongside everything else. */
function endsStretch(line: LogEntry, entry: NewEntry): boolean {
  return entry.type === microphoneAudio
    ? line.type.startsWith('input_audio_buffer.') && line.type !== microphoneAudio
    : line.type !== microphoneAudio && !isStreaming(line.type);
}

function findFold(log: readonly LogEntry[], entry: NewEntry): number {
  const oldest = Math.max(0, log.length - foldWindow);
  for (let index = log.length - 1; index >= oldest; index -= 1) {
    const line = log[index];
    if (line === undefined || endsStretch(line, entry)) return -1;
    if (
      line.type === entry.type &&
      line.direction === entry.direction &&
      sameItem(line.event, entry.event)
    ) {
      return index;
    }
  }
  return -1;
}

function sameItem(a: JsonObject, b: JsonObject): boolean {
  return a['item_id'] === b['item_id'] && a['response_id'] === b['response_id'];
}

import { elidePayloads } from '../../protocol/payloads.js';
import { shortenEvent } from '../../session/log/shorten-event.js';
import type { SessionState } from '../../session/state.js';
import { toJson, type JsonObject } from '../../shared/json.js';
import type { RecordingHeader } from './header-shape.js';
import { formatVersion, inputLine } from './write-line.js';

/** Characters of a state as JSON; readers take lines of 16 MiB. */
const maxCharacters = 8 * 1024 * 1024;

/**
 * The first line of an event log, without its line feed.
 * @param initial the state with which the recording begins, unless it is that before the session
 */
export function headerLine(header: RecordingHeader, initial: SessionState | undefined): string {
  return JSON.stringify({
    voicelive: 'recording',
    version: formatVersion,
    ...header,
    ...(initial === undefined ? {} : { initial: recordedState(initial) }),
  });
}

/**
 * A state as the header of a recording holds it: without payloads, as the log leaves them out, and with the large events
 * of its event log shortened where it would be too long.
 */
export function recordedState(state: SessionState): JsonObject {
  const { response, pendingIntents } = state;
  const whole = {
    ...toJson(state),
    response: {
      ...toJson(response),
      held: response.held.map((event) => elidePayloads(toJson(event)).event),
    },
    pendingIntents: pendingIntents.map(
      (intent) => inputLine({ nowMs: 0, type: 'intent', intent })['intent'] ?? null,
    ),
  };
  if (JSON.stringify(whole).length <= maxCharacters) return whole;
  const log = state.log.map((entry) => toJson({ ...entry, event: shortenEvent(entry.event) }));
  return { ...whole, log };
}

import { isJsonObject, type JsonObject, type JsonValue } from '../shared/json.js';

/** Longest gist; a row of the event log has less room anyway. */
const gistLimit = 120;

/** Fields worth a word in one line of the event log, in the order they are shown. */
const telling = [
  'item_id',
  'audio_start_ms',
  'audio_end_ms',
  'status',
  'reason',
  'transcript',
  'text',
  'name',
  'call_id',
  'arguments',
  'delta',
  'code',
  'message',
] as const;

/** What an event says, in a few words: for the event log. Works for every event, known or not. */
export function gistOf(type: string, event: JsonObject): string {
  const words = telling
    .map((field) => word(field, lookUp(event, field)))
    .filter((text) => text !== '');
  const gist =
    type === 'session.update' || type === 'session.updated'
      ? sessionGist(event)
      : words.join(' · ');
  return gist.length > gistLimit ? `${gist.slice(0, gistLimit - 1)}…` : gist;
}

/** A field of the event itself, or of the one object it carries. */
function lookUp(event: JsonObject, field: string): JsonValue | undefined {
  if (event[field] !== undefined) return event[field];
  for (const carrier of ['item', 'response', 'error', 'part', 'warning']) {
    const inner = event[carrier];
    if (isJsonObject(inner) && inner[field] !== undefined) return inner[field];
    const details = isJsonObject(inner) ? inner['status_details'] : undefined;
    if (isJsonObject(details) && details[field] !== undefined) return details[field];
  }
  return undefined;
}

function word(field: string, value: JsonValue | undefined): string {
  if (value === undefined || value === null || typeof value === 'object') return '';
  const text = String(value).trim();
  if (text === '') return '';
  return field.endsWith('_ms') ? `${field.replace(/_ms$/, '')} ${text} ms` : text;
}

function sessionGist(event: JsonObject): string {
  const session = event['session'];
  if (!isJsonObject(session)) return '';
  const detection = session['turn_detection'];
  const voice = session['voice'];
  return [
    isJsonObject(voice) ? voice['name'] : voice,
    isJsonObject(detection)
      ? detection['type']
      : detection === null
        ? 'no turn detection'
        : undefined,
    Array.isArray(session['modalities']) ? session['modalities'].join('+') : undefined,
    Array.isArray(session['tools']) ? `${session['tools'].length} tools` : undefined,
  ]
    .filter((part): part is string => typeof part === 'string')
    .join(' · ');
}

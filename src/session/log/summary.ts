import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import type { LogEntry } from '../state.js';
import { summaryFields } from './summary-fields.js';

/** Longest summary without the text of its deltas; a row of the event log has less room anyway. */
const maxSummaryLength = 160;
/** Text of a run of deltas that is kept. */
const maxRunLength = 1000;
/** One field of a summary: what follows it must have a chance to be seen. */
const maxFieldLength = 60;
/** An id is shown by its end: the beginnings of two ids differ only in kind. */
const idTail = 4;
/** Ids of this program are short and are shown whole. */
const maxWholeIdLength = 10;

/** Fields to show of an event that is not in the table. */
const usualFields = ['name', 'status', 'reason', 'code', 'message', 'text', 'delta', '#item_id'];

export const microphoneAudio = 'input_audio_buffer.append';

/** A line of the event log in a few words: of all events that are folded into it. */
export function entrySummary(line: LogEntry): string {
  const known = line.summary ?? remembered.get(line);
  if (known !== undefined) return known;
  const summary = makeSummary(line);
  remembered.set(line, summary);
  return summary;
}

/** Most lines have changed again before anyone looks; filters look at all of them, and often. */
const remembered = new WeakMap<LogEntry, string>();

function makeSummary({ type, event, text, audioMs = 0 }: LogEntry): string {
  const seconds = `${(audioMs / 1000).toFixed(2)} s`;
  // The payload's size is that of the last event only; the duration covers all of them.
  if (type === microphoneAudio && audioMs > 0) return seconds;
  const summary = summaryOf(type, text === undefined ? event : { ...event, delta: text });
  if (audioMs === 0) return summary;
  const [what] = summary.split(' · ');
  return `${what ? `${what} · ` : ''}${seconds}`;
}

/** An event in a few words for the event log, the most useful first. Works for unknown events too. */
export function summaryOf(type: string, event: JsonObject): string {
  const fields = summaryFields.get(type) ?? usualFields;
  const summary = fields
    .map((field) => word(field, event))
    .filter((text) => text !== '')
    .join(' · ');
  return clip(summary, isRun(type) ? maxRunLength : maxSummaryLength);
}

function clip(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

/** True for deltas of text: the log shows what all of them say together. */
function isRun(type: string): boolean {
  return summaryFields.get(type)?.[0] === 'delta';
}

/** The text of a run of deltas so far, with that of the next event; undefined for other events. */
export function runText(type: string, event: JsonObject, before = ''): string | undefined {
  const { delta } = event;
  if (!isRun(type) || typeof delta !== 'string') return undefined;
  return before.length >= maxRunLength ? before : (before + delta).slice(0, maxRunLength);
}

/** `item_EAKJTusBIgFQLTcOaIIXv` as `…IIXv`. */
export function shortIdOf(id: string): string {
  return id.length <= maxWholeIdLength ? id : `…${id.slice(-idTail)}`;
}

/** Writes one field of an event. */
type Words = (event: JsonObject) => string;

/** The fields of the table, taken apart once: every event needs some. */
const wordsOf = new Map<string, Words>();

function word(field: string, event: JsonObject): string {
  let words = wordsOf.get(field);
  if (words === undefined) {
    words = readField(field);
    wordsOf.set(field, words);
  }
  return words(event);
}

function readField(field: string): Words {
  if (field.startsWith('=')) return () => field.slice(1);
  const [label = '', idPath] = field.split('#');
  if (idPath !== undefined) {
    const keys = idPath.split('.');
    return (event) => {
      const id = lookUp(event, keys);
      return typeof id === 'string' ? `${label}${shortIdOf(id)}` : '';
    };
  }
  const [path = '', ...unit] = field.split(' ');
  const keys = path.replace(/^\*/, '').split('.');
  if (path.startsWith('*')) return (event) => membersText(lookUp(event, keys));
  const limit = path === 'delta' ? maxRunLength : maxFieldLength;
  const isMoment = unit[0] === 's';
  return (event) => {
    const value = lookUp(event, keys);
    if (typeof value === 'number' && isMoment) return `at ${(value / 1000).toFixed(2)} s`;
    const text = clip(oneLine(valueText(value)), limit);
    return text === '' ? '' : [text, ...unit].join(' ');
  };
}

/** White space that is more than single spaces. */
const ragged = /\s\s|[^\S ]/;

function oneLine(text: string): string {
  return (ragged.test(text) ? text.replace(/\s+/g, ' ') : text).trim();
}

/** Every member of an object with its value: `voice alloy · turn_detection none`. */
function membersText(value: JsonValue | undefined): string {
  if (!isJsonObject(value)) return '';
  return Object.entries(value)
    .map(([key, member]) => `${key} ${clip(oneLine(valueText(member)), maxFieldLength) || 'none'}`)
    .join(' · ');
}

function lookUp(event: JsonObject, keys: readonly string[]): JsonValue | undefined {
  let at: JsonValue | undefined = event;
  for (const key of keys) {
    if (isJsonObject(at)) at = Object.hasOwn(at, key) ? at[key] : undefined;
    else return undefined;
  }
  return at;
}

/** Lists show their elements' names, texts or types; long lists their number. */
function valueText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (isJsonArray(value))
    return value.length > 6 ? `${value.length}` : value.map(element).join('+');
  return isJsonObject(value) ? element(value) : payloadText(String(value));
}

/** `<image 12034 bytes>`, which stands for a payload, as `image 12 kB`. */
function payloadText(text: string): string {
  if (!text.startsWith('<')) return text;
  const [, kind, bytes] = /^<(audio|video|image) (\d+) bytes>$/.exec(text) ?? [];
  return kind === undefined ? text : `${kind} ${(Number(bytes) / 1000).toFixed(1)} kB`;
}

const tellingKeys = [
  'name',
  'server_label',
  'text',
  'transcript',
  'title',
  'url',
  'image_url',
  'model',
  'type',
] as const;

function element(value: JsonValue): string {
  if (!isJsonObject(value)) return valueText(value);
  for (const key of tellingKeys) {
    const found = value[key];
    if (typeof found === 'string' && found !== '') return payloadText(found);
  }
  return '';
}

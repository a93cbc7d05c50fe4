import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { summaryFields } from './summary-fields.js';

/** Characters of a summary; a row of the event log has less room anyway. */
const maxSummaryLength = 120;
/** Characters of one field, to leave room for the next. */
const maxFieldLength = 60;
/** Characters shown of an id: its end, because ids of one kind start alike. */
const idTail = 4;
/** Ids of this length and shorter, such as our own, are shown whole. */
const maxWholeIdLength = 10;

/** Fields to show of an event that is not in the table. */
const usualFields = ['name', 'status', 'reason', 'code', 'message', 'text', 'delta', '#item_id'];

/** An event in a few words for the event log, the most useful first. Works for unknown events too. */
export function summaryOf(type: string, event: JsonObject): string {
  const fields = summaryFields.get(type) ?? usualFields;
  const summary = fields
    .map((field) => word(field, event))
    .filter((text) => text !== '')
    .join(' · ');
  return summary.length > maxSummaryLength ? `${summary.slice(0, maxSummaryLength - 1)}…` : summary;
}

/** `item_EAKJTusBIgFQLTcOaIIXv` as `…IIXv`. */
export function shortIdOf(id: string): string {
  return id.length <= maxWholeIdLength ? id : `…${id.slice(-idTail)}`;
}

function word(field: string, event: JsonObject): string {
  if (field.startsWith('=')) return field.slice(1);
  const [label = '', idPath] = field.split('#');
  if (idPath !== undefined) {
    const id = lookUp(event, idPath);
    return typeof id === 'string' ? `${label}${shortIdOf(id)}` : '';
  }
  const [path = '', ...unit] = field.split(' ');
  const text = valueText(lookUp(event, path)).replace(/\s+/g, ' ').trim();
  if (text === '') return '';
  const short = text.length > maxFieldLength ? `${text.slice(0, maxFieldLength - 1)}…` : text;
  return [short, ...unit].join(' ');
}

function lookUp(event: JsonObject, path: string): JsonValue | undefined {
  let at: JsonValue | undefined = event;
  for (const key of path.split('.')) {
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
  return isJsonObject(value) ? element(value) : String(value);
}

function element(value: JsonValue): string {
  if (!isJsonObject(value)) return valueText(value);
  for (const key of ['name', 'server_label', 'text', 'transcript', 'title', 'url', 'type']) {
    const found = value[key];
    if (typeof found === 'string' && found !== '') return found;
  }
  return '';
}

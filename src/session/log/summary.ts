import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { summaryFields } from './summary-fields.js';

/** Longest summary; a row of the event log has less room anyway. */
const maxSummaryLength = 120;
/** One field of a summary: what follows it must have a chance to be seen. */
const maxFieldLength = 60;
/** An id is shown by its end: the beginnings of two ids differ only in kind. */
const idTail = 4;
/** Ids of this program are short and are shown whole. */
const maxWholeIdLength = 10;

/** Fields that tell something in an event that the table does not know. */
const usualFields = ['name', 'status', 'reason', 'code', 'message', 'text', 'delta', '#item_id'];

/** What an event says, in a few words, the telling part first: for the event log. Works for every event, known or not. */
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

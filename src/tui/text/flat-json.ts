import { isJsonObject, type JsonValue } from '../../shared/json.js';

/** `{"city":"Oslo"}` as `city=Oslo`; what is no JSON object of plain values stays as it is. */
export function flatJson(text: string): string {
  const value = parsed(text);
  if (!isJsonObject(value)) return typeof value === 'string' ? value : text;
  const members = Object.entries(value);
  if (members.some(([, member]) => typeof member === 'object' && member !== null)) return text;
  return members.map(([key, member]) => `${key}=${plain(member)}`).join(' ');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Words in quotes where they would run into the next member. */
function plain(value: JsonValue): string {
  return typeof value === 'string' && /^[^\s="]+$/.test(value) ? value : JSON.stringify(value);
}

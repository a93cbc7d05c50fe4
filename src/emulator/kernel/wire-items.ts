import { decodeBase64, type WireFormat } from '../../audio/pure/pcm.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';

/** An item of the client as it stands in the conversation. */
export interface ReceivedItem {
  readonly item: JsonObject;
  /** Sound of its audio parts, at the rate of the input format. */
  readonly samples: Int16Array | undefined;
}

/** Items whose wire form has no status (service recording realtime_gpt-realtime_tool_call_round_timed). */
const withoutStatus: readonly JsonValue[] = ['function_call_output', 'mcp_approval_response'];

function joined(parts: readonly Int16Array[]): Int16Array | undefined {
  if (parts.length === 0) return undefined;
  const all = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** Sound does not come back in items: only its transcript does. */
function receivedPart(part: JsonValue): JsonValue {
  if (!isJsonObject(part) || part['type'] !== 'input_audio') return part;
  return { type: 'input_audio', transcript: part['transcript'] ?? null };
}

/** @param freshId for an item that came without an id */
export function receivedItem(
  given: JsonObject,
  freshId: () => string,
  format: WireFormat,
): ReceivedItem {
  const { id, content, status, ...rest } = given;
  const parts = isJsonArray(content) ? content : undefined;
  const sound = (parts ?? [])
    .filter(isJsonObject)
    .filter((part) => part['type'] === 'input_audio')
    .map((part) => part['audio'])
    .filter((audio) => typeof audio === 'string')
    .map((audio) => decodeBase64(audio, format));
  const item: JsonObject = {
    id: typeof id === 'string' && id !== '' ? id : freshId(),
    object: 'realtime.item',
    ...rest,
    ...(withoutStatus.includes(given['type'] ?? null) ? {} : { status: status ?? 'completed' }),
    ...(parts === undefined ? {} : { content: parts.map(receivedPart) }),
  };
  return { item, samples: joined(sound) };
}

import { concatSamples, decodeBase64, type WireFormat } from '../../audio/pure/pcm.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';

/** A client's item as it enters the conversation. */
export interface ReceivedItem {
  readonly item: JsonObject;
  /** Its audio parts joined, at the rate of the input format. */
  readonly samples: Int16Array | undefined;
}

/** Items whose wire form has no status (service recording realtime_gpt-realtime_tool_call_round_timed). */
const withoutStatus: readonly JsonValue[] = ['function_call_output', 'mcp_approval_response'];

/** Items never return audio, only its transcript. */
function receivedPart(part: JsonValue): JsonValue {
  if (!isJsonObject(part) || part['type'] !== 'input_audio') return part;
  return { type: 'input_audio', transcript: part['transcript'] ?? null };
}

/** @param freshId creates the id of an item without one */
export function receivedItem(
  given: JsonObject,
  freshId: () => string,
  format: WireFormat,
): ReceivedItem {
  const { id, content, status, ...rest } = given;
  const parts = isJsonArray(content) ? content : undefined;
  const audio = (parts ?? [])
    .filter(isJsonObject)
    .filter((part) => part['type'] === 'input_audio')
    .map((part) => part['audio'])
    .filter((payload) => typeof payload === 'string')
    .map((payload) => decodeBase64(payload, format));
  const item: JsonObject = {
    id: typeof id === 'string' && id !== '' ? id : freshId(),
    object: 'realtime.item',
    ...rest,
    ...(withoutStatus.includes(given['type'] ?? null) ? {} : { status: status ?? 'completed' }),
    ...(parts === undefined ? {} : { content: parts.map(receivedPart) }),
  };
  return { item, samples: audio.length === 0 ? undefined : concatSamples(audio) };
}

import { concatSamples, decodeBase64, type WireFormat } from '../../audio/pure/pcm.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import type { ModelClass } from './model-class.js';

/** A client's item as it enters the conversation. */
export interface ReceivedItem {
  readonly item: JsonObject;
  /** Its audio parts joined, at the rate of the input format. */
  readonly samples: Int16Array | undefined;
}

/** Items whose wire form has no status (service recording realtime_gpt-realtime_tool_call_round_timed). */
const withoutStatus: readonly JsonValue[] = ['function_call_output', 'mcp_approval_response'];

/** Items return neither audio nor images, only what is known about them; realtime models call all assistant text `text`. */
function receivedPart(part: JsonValue, modelClass: ModelClass): JsonValue {
  if (!isJsonObject(part)) return part;
  switch (part['type']) {
    case 'input_audio':
      return { type: 'input_audio', transcript: part['transcript'] ?? null };
    case 'input_image':
      return { ...part, image_url: null, detail: part['detail'] ?? 'auto' };
    case 'output_text':
      return modelClass === 'realtime' ? { ...part, type: 'text' } : part;
    default:
      return part;
  }
}

/** @param freshId creates the id of an item without one */
export function receivedItem(
  given: JsonObject,
  freshId: () => string,
  format: WireFormat,
  modelClass: ModelClass,
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
    ...(parts === undefined
      ? {}
      : { content: parts.map((part) => receivedPart(part, modelClass)) }),
  };
  return { item, samples: audio.length === 0 ? undefined : concatSamples(audio) };
}

import { nameHere } from './dialect.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../shared/json.js';

/** Audio, video or an image that was taken out of an event. `bytes` is its size once decoded. */
export interface Payload {
  readonly path: string;
  readonly kind: 'audio' | 'video' | 'image';
  readonly bytes: number;
}

/** The events that are nothing but a payload, and the key that holds it. */
const streamed: ReadonlyMap<string, readonly [key: string, kind: Payload['kind']]> = new Map([
  ['input_audio_buffer.append', ['audio', 'audio']],
  ['input_audio.turn.append', ['audio', 'audio']],
  ['response.audio.delta', ['delta', 'audio']],
  ['response.video.delta', ['delta', 'video']],
]);

/** The keys under which an event holds items and their content parts. */
const containers: ReadonlySet<string> = new Set([
  'item',
  'part',
  'content',
  'response',
  'output',
  'input',
  'input_items',
  'append_input_items',
  'pre_generated_assistant_message',
]);
const imageKeys: ReadonlySet<string> = new Set(['image_url', 'url']);
const audioPartTypes: ReadonlySet<JsonValue | undefined> = new Set([
  'input_audio',
  'audio',
  'output_audio',
]);

/**
 * Replaces base64 audio, video and images by placeholders like `<audio 960 bytes>`, for logs, screen
 * and recording, and says what was replaced. The event is not changed, and is returned itself when
 * it holds no payload. Items are looked through at the places where the protocol has them, so the
 * cost does not grow with the payloads.
 */
export function elidePayloads(event: JsonObject): {
  readonly event: JsonObject;
  readonly payloads: readonly Payload[];
} {
  const { type } = event;
  const [key, kind] = (typeof type === 'string' ? streamed.get(nameHere(type)) : undefined) ?? [];
  const data = key === undefined ? undefined : event[key];
  if (key !== undefined && kind !== undefined && typeof data === 'string') {
    const bytes = decodedBytes(data, 0);
    return {
      event: { ...event, [key]: placeholder(kind, bytes) },
      payloads: [{ path: key, kind, bytes }],
    };
  }
  const payloads: Payload[] = [];
  const elided = elideObject(event, '', payloads);
  return { event: elided, payloads };
}

function elideObject(value: JsonObject, path: string, payloads: Payload[]): JsonObject {
  let copy: Record<string, JsonValue> | undefined;
  for (const [key, item] of Object.entries(value)) {
    const replaced = elideValue(value, key, item, path === '' ? key : `${path}.${key}`, payloads);
    if (replaced === item) continue;
    copy ??= { ...value };
    copy[key] = replaced;
  }
  return copy ?? value;
}

function elideValue(
  parent: JsonObject,
  key: string,
  item: JsonValue,
  path: string,
  payloads: Payload[],
): JsonValue {
  if (typeof item === 'string') {
    const payload = payloadIn(parent, key, item, path);
    if (payload === undefined) return item;
    payloads.push(payload);
    return placeholder(payload.kind, payload.bytes);
  }
  if (!containers.has(key)) return item;
  if (isJsonObject(item)) return elideObject(item, path, payloads);
  return isJsonArray(item) ? elideArray(item, path, payloads) : item;
}

function elideArray(
  items: readonly JsonValue[],
  path: string,
  payloads: Payload[],
): readonly JsonValue[] {
  const before = payloads.length;
  const elided = items.map((item, index) =>
    isJsonObject(item) ? elideObject(item, `${path}[${index}]`, payloads) : item,
  );
  return payloads.length === before ? items : elided;
}

function payloadIn(part: JsonObject, key: string, text: string, path: string): Payload | undefined {
  if (key === 'audio' && audioPartTypes.has(part['type'])) {
    return { path, kind: 'audio', bytes: decodedBytes(text, 0) };
  }
  if (imageKeys.has(key) && text.startsWith('data:')) {
    return { path, kind: 'image', bytes: decodedBytes(text, text.indexOf(',') + 1) };
  }
  return undefined;
}

/** Size of the base64 text from `start` on, once decoded. */
function decodedBytes(text: string, start: number): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor(((text.length - start) * 3) / 4) - padding);
}

function placeholder(kind: Payload['kind'], bytes: number): string {
  return `<${kind} ${bytes} bytes>`;
}

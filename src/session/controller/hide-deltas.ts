import type { Secrets } from '../../shared/secrets/registry.js';
import { isJsonObject, type JsonObject } from '../../shared/json.js';
import type { TextStream } from '../../shared/secrets/text-stream.js';
import type { Untimed } from '../inputs.js';

/** Texts that are being written at the same time; the oldest is forgotten. */
const maxStreams = 64;
/** What stands in place of sound and video. */
const payload = /^<\w+ \d+ bytes>$/;

/**
 * Hides secrets that stand across two or more deltas of one text. Neither the state nor the log ever holds the beginning
 * of one and its end.
 */
export function createDeltaHider(secrets: Secrets): (input: Untimed) => Untimed {
  const streams = new Map<string, TextStream>();
  const streamOf = (name: string): TextStream => {
    const stream = streams.get(name) ?? secrets.openStream();
    streams.delete(name);
    streams.set(name, stream);
    for (const oldest of [...streams.keys()].slice(0, -maxStreams)) streams.delete(oldest);
    return stream;
  };
  return (input) => {
    if (input.type !== 'server' && input.type !== 'unknown-event') return input;
    const { raw } = input;
    const { delta } = raw;
    if (typeof delta !== 'string' || payload.test(delta)) return input;
    const visible = streamOf(nameOf(raw))(delta);
    return visible === delta ? input : withDelta(input, visible);
  };
}

function nameOf(raw: JsonObject): string {
  const { type, response_id, item_id, content_index, output_index, call_id } = raw;
  return JSON.stringify([type, response_id, item_id, content_index, output_index, call_id]);
}

/** The input with another delta, in the event as it was read and as it came. */
function withDelta<Value>(input: Value, delta: string): Value;
function withDelta(input: unknown, delta: string): unknown {
  if (!isJsonObject(input)) return input;
  const { event, raw } = input;
  const change = (value: unknown): object => (isJsonObject(value) ? { ...value, delta } : {});
  return { ...input, raw: change(raw), ...(event === undefined ? {} : { event: change(event) }) };
}

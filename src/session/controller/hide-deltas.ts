import type { Secrets } from '../../shared/secrets/registry.js';
import { isJsonObject, type JsonObject } from '../../shared/json.js';
import type { TextStream } from '../../shared/secrets/text-stream.js';
import type { Untimed } from '../inputs.js';

/** Texts that are being written at the same time; the oldest is forgotten. */
const maxStreams = 64;
/** What stands in place of sound and video. */
const payload = /^<\w+ \d+ bytes>$/;
/** What tells two texts apart. */
const parts = ['type', 'response_id', 'item_id', 'content_index', 'output_index', 'call_id'];

/**
 * Hides secrets that stand across two or more deltas of one text. Neither the state nor the log ever holds the beginning
 * of one and its end.
 */
export function createDeltaHider(secrets: Secrets): (input: Untimed) => Untimed {
  const streams = new Map<string, TextStream>();
  let latest: { readonly of: JsonObject; readonly stream: TextStream } | undefined;
  const streamOf = (event: JsonObject): TextStream => {
    // Nearly every delta continues the text of the one before it.
    if (latest !== undefined && parts.every((key) => event[key] === latest?.of[key]))
      return latest.stream;
    const name = JSON.stringify(parts.map((key) => event[key]));
    const stream = streams.get(name) ?? secrets.openStream();
    streams.delete(name);
    streams.set(name, stream);
    for (const oldest of streams.keys()) {
      if (streams.size <= maxStreams) break;
      streams.delete(oldest);
    }
    latest = { of: event, stream };
    return stream;
  };
  return (input) => {
    if (input.type !== 'server' && input.type !== 'unknown-event') return input;
    const { raw } = input;
    const { delta } = raw;
    if (typeof delta !== 'string' || payload.test(delta)) return input;
    const visible = streamOf(raw)(delta);
    return visible === delta ? input : withDelta(input, visible);
  };
}

/** The input with another delta, in the event as it was read and as it came. */
function withDelta<Value>(input: Value, delta: string): Value;
function withDelta(input: unknown, delta: string): unknown {
  if (!isJsonObject(input)) return input;
  const { event, raw } = input;
  const change = (value: unknown): object => (isJsonObject(value) ? { ...value, delta } : {});
  return { ...input, raw: change(raw), ...(event === undefined ? {} : { event: change(event) }) };
}

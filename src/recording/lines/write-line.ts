import { elidePayloads } from '../../protocol/payloads.js';
import type { Input } from '../../session/inputs.js';
import type { Infer } from '../../validation/build-shape.js';
import type { recorderLineShapes } from './line-shapes.js';
import { toJson, type JsonObject } from '../../shared/json.js';

/** Version of the format of `events.jsonl`; a reader refuses a greater one. */
export const formatVersion = 2;

/** `t`: session time, ms; `type`: the kind of input; `event`: the service's event or the intent that it is about. */
export type Line = JsonObject & {
  readonly t: number;
  readonly type: string;
  readonly event: string;
};

/** An input as an object for one line. A server event is written once, as it came: the reader parses it again. */
export function inputLine(input: Input): Line {
  const start = { t: input.nowMs, type: input.type, event: eventName(input) };
  switch (input.type) {
    case 'server': {
      const { bytes, audioSamples, raw } = input;
      return { ...start, bytes, audioSamples, raw };
    }
    case 'intent': {
      const { intent } = input;
      if (intent.type !== 'send-event') return { ...start, intent: toJson(intent) };
      const { event } = elidePayloads(toJson(intent.event));
      return { ...start, intent: { type: intent.type, event } };
    }
    case 'image-read': {
      const { path, url, problem } = input;
      return {
        ...start,
        path,
        ...(url === undefined ? {} : { url: `<image ${url.length} characters>` }),
        ...(problem === undefined ? {} : { problem }),
      };
    }
    default: {
      const { nowMs, ...rest } = input;
      return { ...start, ...toJson(rest), t: nowMs };
    }
  }
}

/** A line of the recorder's own. */
export function recorderLine<Type extends keyof typeof recorderLineShapes>(
  type: Type,
  nowMs: number,
  fields: Infer<(typeof recorderLineShapes)[Type]>,
): Line {
  return { t: nowMs, type, event: type, ...toJson({ ...fields }) };
}

function eventName(input: Input): string {
  switch (input.type) {
    case 'server':
      return input.event.type;
    case 'sent': {
      const { type } = input.raw;
      return typeof type === 'string' ? type : input.type;
    }
    case 'unknown-event':
    case 'malformed-event':
      return input.name ?? input.type;
    case 'intent':
      return input.intent.type;
    default:
      return input.type;
  }
}

import { elidePayloads } from '../protocol/payloads.js';
import { isJsonObject } from '../shared/json.js';
import type { Input } from '../session/inputs.js';
import type { RecordingHeader } from './types.js';

/** Version of the format of `events.jsonl`; a reader refuses a greater one. */
export const formatVersion = 1;

/** The first line of `events.jsonl`, as an object. */
export function headerLine(header: RecordingHeader): object {
  return { voicelive: 'recording', version: formatVersion, ...header };
}

/**
 * An input as an object for one line, `t` instead of `nowMs`. A server event is written once, as it came: its parsed
 * form is made again by the reader. Undefined for level meters, which are not recorded.
 */
export function inputLine(input: Input): object | undefined {
  switch (input.type) {
    case 'meters':
      return undefined;
    case 'woke':
      return input.id === 'meters' ? undefined : { t: input.nowMs, type: input.type, id: input.id };
    case 'server': {
      const { nowMs, type, raw, bytes, audioSamples } = input;
      return { t: nowMs, type, bytes, audioSamples, raw };
    }
    case 'intent': {
      const { nowMs, type, intent } = input;
      if (intent.type !== 'send-event') return { t: nowMs, type, intent };
      return { t: nowMs, type, intent: { ...intent, event: withoutPayloads(intent.event) } };
    }
    case 'image-read': {
      const { nowMs, type, path, url, problem } = input;
      const placeholder = `<image ${String(url?.length ?? 0)} characters>`;
      return {
        t: nowMs,
        type,
        path,
        ...(url === undefined ? {} : { url: placeholder }),
        ...(problem === undefined ? {} : { problem }),
      };
    }
    default: {
      const { nowMs, ...rest } = input;
      return { t: nowMs, ...rest };
    }
  }
}

function withoutPayloads(event: unknown): unknown {
  return isJsonObject(event) ? elidePayloads(event).event : event;
}

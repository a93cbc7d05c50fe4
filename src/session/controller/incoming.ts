import { decodeBase64, type WireFormat } from '../../audio/pure/pcm.js';
import { parseServerEvent, readServerEvent } from '../../protocol/parse.js';
import { elidePayloads } from '../../protocol/payloads.js';
import type { Input, Untimed } from '../inputs.js';

/** A frame of the service: the input, and the payload that must not reach the state. */
export interface Incoming {
  readonly input: Untimed<Extract<Input, { type: 'server' | 'unknown-event' | 'malformed-event' }>>;
  /** PCM of a reply, at the output rate. */
  readonly samples?: Int16Array;
  readonly video?: { readonly codec: string; readonly bytes: Uint8Array };
}

/** Reads one text frame. `format` is the session's audio format. Never throws. */
export function readFrame(text: string, format: WireFormat): Incoming {
  const frame = parseServerEvent(text);
  const bytes = Buffer.byteLength(text);
  switch (frame.kind) {
    case 'known': {
      const { event } = frame;
      const { event: raw, payloads } = elidePayloads(frame.raw);
      // Read once more without its payloads: the session gets what a recording gives back.
      const parsed = payloads.length === 0 ? frame : readServerEvent(raw);
      const read = parsed.kind === 'known' ? parsed.event : event;
      // Each input has the same fields in the same order, without a copy: there are thousands a second.
      const withAudio = (audioSamples: number): Incoming['input'] => ({
        type: 'server',
        event: read,
        raw,
        bytes,
        audioSamples,
      });
      if (event.type === 'response.audio.delta') {
        const samples = decodeBase64(event.delta, format);
        return { input: withAudio(samples.length), samples };
      }
      if (event.type === 'response.video.delta') {
        const video = { codec: event.codec, bytes: Buffer.from(event.delta, 'base64') };
        return { input: withAudio(0), video };
      }
      return { input: withAudio(0) };
    }
    case 'unknown':
      return { input: { type: 'unknown-event', name: frame.name, raw: frame.raw, bytes } };
    case 'malformed': {
      const { name, raw, reason } = frame;
      return {
        input: {
          type: 'malformed-event',
          reason,
          bytes,
          ...(name === undefined ? {} : { name }),
          ...(raw === undefined ? {} : { raw }),
        },
      };
    }
  }
}

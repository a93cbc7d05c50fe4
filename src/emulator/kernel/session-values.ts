import type { WireFormat } from '../../audio/pure/pcm.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';

const wireFormats: readonly WireFormat[] = [
  'pcm16',
  'pcm16_8000hz',
  'pcm16_16000hz',
  'pcm16_22050hz',
  'pcm16_24000hz',
  'pcm16_44100hz',
  'pcm16_48000hz',
  'g711_ulaw',
  'g711_alaw',
];

/** The wire format of this name; `pcm16` for anything else. */
export function wireFormat(name: JsonValue | undefined): WireFormat {
  return wireFormats.find((format) => format === name) ?? 'pcm16';
}

/** Samples per second of the input: G.711 is always 8 kHz. */
export function inputRateHz(session: JsonObject): number {
  if (wireFormat(session['input_audio_format']).startsWith('g711')) return 8000;
  const rate = session['input_audio_sampling_rate'];
  return typeof rate === 'number' && rate > 0 ? rate : 24_000;
}

/** 2 when the client sends its loudspeaker's audio as a second, interleaved channel. */
export function inputChannels(session: JsonObject): 1 | 2 {
  const echo = session['input_audio_echo_cancellation'];
  return isJsonObject(echo) && echo['channels'] === 2 ? 2 : 1;
}

/** Function tools the client declared, by name. */
export function functionTools(tools: JsonValue | undefined): readonly JsonObject[] {
  if (!isJsonArray(tools)) return [];
  return tools.filter(isJsonObject).filter((tool) => tool['type'] === 'function');
}

/** Name of a voice, given in any form. */
export function voiceNameOf(voice: JsonValue | undefined): string {
  if (typeof voice === 'string') return voice;
  const name = isJsonObject(voice) ? voice['name'] : undefined;
  return typeof name === 'string' ? name : 'alloy';
}

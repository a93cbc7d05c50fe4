import { isJsonArray, type JsonObject, type JsonValue } from '../../shared/json.js';
import type { ServiceError } from '../kernel/service-error.js';

const locale = 'en-US';
const confidence = 0.95;

/** A complete or failed transcription. */
export interface Transcription {
  readonly text: string;
  readonly error: ServiceError | undefined;
}

function tokens(text: string): readonly string[] {
  return text.match(/\s*\S+/g) ?? [];
}

/** One entry per word: invented but repeatable, and likelier the longer the word. */
export function logprobsOf(text: string): readonly JsonObject[] {
  return tokens(text).map((token) => ({
    token,
    logprob: -Math.round(1000 / (token.length + 4)) / 1000,
    bytes: [...Buffer.from(token)],
  }));
}

/** One phrase, with its words spread over the audio by their length. */
function phrasesOf(text: string, durationMs: number): readonly JsonObject[] {
  const words = tokens(text).map((token) => token.trim());
  const msPerCharacter = durationMs / Math.max(1, words.join('').length);
  let offsetMs = 0;
  const timed = words.map((word) => {
    const from = offsetMs;
    offsetMs += word.length * msPerCharacter;
    return {
      text: word,
      offset_milliseconds: Math.round(from),
      duration_milliseconds: Math.round(offsetMs - from),
    };
  });
  const duration = Math.round(durationMs);
  return [
    {
      offset_milliseconds: 0,
      duration_milliseconds: duration,
      text,
      words: timed,
      locale,
      confidence,
    },
  ];
}

/** True when the session's `include` asks for this part of a transcription. */
export function wants(include: JsonValue | undefined, part: 'logprobs' | 'phrases'): boolean {
  return isJsonArray(include) && include.includes(`item.input_audio_transcription.${part}`);
}

/** The event that ends a transcription, without the language that the cascade class adds. */
export function transcriptionEvent(
  itemId: string,
  { text, error }: Transcription,
  include: JsonValue | undefined,
  durationMs: number,
): JsonObject {
  const type = 'conversation.item.input_audio_transcription';
  const where = { item_id: itemId, content_index: 0 };
  if (error !== undefined) {
    const { message, type: kind, code, param } = error;
    return { type: `${type}.failed`, ...where, error: { type: kind, code, message, param } };
  }
  return {
    type: `${type}.completed`,
    ...where,
    transcript: text,
    ...(wants(include, 'logprobs') ? { logprobs: logprobsOf(text) } : {}),
    ...(wants(include, 'phrases') ? { phrases: phrasesOf(text, durationMs) } : {}),
  };
}

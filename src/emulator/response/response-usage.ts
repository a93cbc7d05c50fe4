import type { JsonObject, JsonValue } from '../../shared/json.js';
import type { Entry } from '../kernel/conversation.js';
import { contentOf } from '../kernel/conversation.js';
import { textValue } from '../kernel/text-value.js';

/** Documented rates: about 10 tokens per second of audio in the context, 20 for new audio, 4 characters per text token. */
const audioInTokensPerS = 10;
const audioOutTokensPerS = 20;
const charactersPerToken = 4;
const tokensPerMessage = 2;
/** The service caches the start of a context in blocks; recorded: 128 of 149. */
const cacheBlockTokens = 64;

/** Recorded for a small picture; the service goes by the size. */
const tokensPerImage = 323;

/** Output of a response. */
export interface OutputTokens {
  /** Includes the reasoning. */
  readonly text: number;
  readonly audio: number;
  readonly reasoning: number;
}

export interface ContextTokens {
  readonly text: number;
  readonly audio: number;
  readonly image: number;
}

export const noTokens: ContextTokens = { text: 0, audio: 0, image: 0 };
export const noOutput: OutputTokens = { text: 0, audio: 0, reasoning: 0 };

/** What is billed of an output that was cut at the limit: never more than that. */
export function limitedOutput(output: OutputTokens, maxTokens: number): OutputTokens {
  const text = Math.min(output.text, maxTokens);
  return {
    text,
    audio: Math.min(output.audio, maxTokens - text),
    reasoning: Math.min(output.reasoning, text),
  };
}

export function textTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

export function audioOutTokens(ms: number): number {
  return Math.ceil((ms * audioOutTokensPerS) / 1000);
}

function itemTokens({ item, audioMs }: Entry): ContextTokens {
  const parts = contentOf(item);
  const audioIn = parts.some((part) => part['type'] === 'input_audio');
  const text = [
    ...parts.map(
      (part) => textValue(part['text']) + (audioIn ? '' : textValue(part['transcript'])),
    ),
    textValue(item['name']) + textValue(item['arguments']) + textValue(item['output']),
  ].join('');
  return {
    text: textTokens(text) + tokensPerMessage,
    audio: Math.ceil((audioMs * audioInTokensPerS) / 1000),
    image: parts.filter((part) => part['type'] === 'input_image').length * tokensPerImage,
  };
}

/**
 * The whole context is billed again with each response: instructions, tools and every item.
 * @param instructions of this response only, replacing the session's
 */
export function contextTokens(
  session: JsonObject,
  entries: readonly Entry[],
  instructions: JsonValue,
): ContextTokens {
  const tools = JSON.stringify(session['tools'] ?? []);
  let text =
    textTokens(textValue(instructions) || textValue(session['instructions'])) +
    (tools === '[]' ? 0 : textTokens(tools));
  let audio = 0;
  let image = 0;
  for (const entry of entries) {
    const tokens = itemTokens(entry);
    text += tokens.text;
    audio += tokens.audio;
    image += tokens.image;
  }
  return { text, audio, image };
}

function cachedPart(before: number, now: number): number {
  return Math.floor(Math.min(before, now) / cacheBlockTokens) * cacheBlockTokens;
}

/**
 * `response.usage` in the shape of the service recordings.
 * @param before context of the previous response, which the service has cached
 */
export function usageOf(
  input: ContextTokens,
  before: ContextTokens,
  output: OutputTokens,
): JsonObject {
  const inputTokens = input.text + input.audio + input.image;
  const cachedText = cachedPart(before.text, input.text);
  const cachedAudio = cachedPart(before.audio, input.audio);
  return {
    total_tokens: inputTokens + output.text + output.audio,
    input_tokens: inputTokens,
    output_tokens: output.text + output.audio,
    input_token_details: {
      cached_tokens: cachedText + cachedAudio,
      cache_write_tokens: 0,
      text_tokens: input.text,
      audio_tokens: input.audio,
      image_tokens: input.image,
      cached_tokens_details: {
        text_tokens: cachedText,
        audio_tokens: cachedAudio,
        image_tokens: 0,
      },
    },
    output_token_details: {
      text_tokens: output.text,
      audio_tokens: output.audio,
      reasoning_tokens: output.reasoning,
    },
  };
}

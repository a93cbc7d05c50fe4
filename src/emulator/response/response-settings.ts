import type { WireFormat } from '../../audio/pure/pcm.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import type { ModelProfile } from '../kernel/model-class.js';
import { filledVoice } from '../kernel/session-config.js';
import { functionTools, wireFormat } from '../kernel/session-values.js';
import { textValue } from '../kernel/text-value.js';
import { timedOptions, type TimedOptions } from '../media/timed-events.js';

/** Settings of one response, from the session and `response.create`. */
export interface ResponseSettings {
  readonly id: string;
  readonly modalities: readonly JsonValue[];
  readonly audio: boolean;
  readonly voice: JsonValue;
  readonly format: WireFormat;
  readonly temperature: JsonValue;
  /** Undefined: no limit. */
  readonly maxTokens: number | undefined;
  readonly metadata: JsonValue;
  readonly outOfBand: boolean;
  readonly tools: readonly JsonObject[];
  readonly toolChoice: JsonValue | undefined;
  /** `reasoning_effort` of the response or the session. */
  readonly reasoningEffort: JsonValue | undefined;
  /** A tool that must be called; undefined: the model decides. */
  readonly forced: { readonly name: string | undefined } | undefined;
  /** Items that replace the conversation as context. */
  readonly inputItems: readonly JsonObject[] | undefined;
  /** Instructions of this response alone. */
  readonly instructions: JsonValue;
  readonly interim: JsonValue | undefined;
  readonly azureVoice: boolean;
  readonly timed: TimedOptions;
  /** Spoken verbatim, without the model. */
  readonly preGenerated: string | undefined;
}

/** `auto` and `none` leave the model free, or without tools. */
function forcedTool(choice: JsonValue | undefined): ResponseSettings['forced'] {
  if (isJsonObject(choice)) return { name: textValue(choice['name']) };
  if (typeof choice !== 'string' || choice === 'auto' || choice === 'none') return undefined;
  return { name: choice === 'required' ? undefined : choice };
}

function tokenLimit(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textOfMessage(message: JsonValue | undefined): string | undefined {
  if (!isJsonObject(message) || !isJsonArray(message['content'])) return undefined;
  return message['content']
    .filter(isJsonObject)
    .map((part) => part['text'])
    .filter((text) => typeof text === 'string')
    .join(' ');
}

/**
 * @param request the `response` object of `response.create`, null read as absent; empty for an automatic response
 */
export function responseSettings(
  id: string,
  session: JsonObject,
  request: JsonObject,
  profile: ModelProfile,
): ResponseSettings {
  const modalities = request['modalities'] ?? session['modalities'];
  const list = isJsonArray(modalities) ? modalities : ['text', 'audio'];
  const choice = request['tool_choice'] ?? session['tool_choice'];
  const voice = filledVoice(request['voice'] ?? session['voice'] ?? profile.voice);
  const inputItems = request['input_items'] ?? request['input'];
  return {
    id,
    modalities: list,
    audio: list.includes('audio'),
    voice,
    azureVoice: isJsonObject(voice) && voice['type'] !== 'openai',
    format: wireFormat(request['output_audio_format'] ?? session['output_audio_format']),
    temperature: request['temperature'] ?? profile.temperature,
    maxTokens: tokenLimit(
      request['max_output_tokens'] ??
        request['max_response_output_tokens'] ??
        session['max_response_output_tokens'],
    ),
    metadata: request['metadata'] ?? null,
    outOfBand: request['conversation'] === 'none' || request['commit'] === false,
    toolChoice: choice,
    reasoningEffort: request['reasoning_effort'] ?? session['reasoning_effort'],
    forced: forcedTool(choice),
    inputItems: isJsonArray(inputItems) ? inputItems.filter(isJsonObject) : undefined,
    instructions: request['instructions'] ?? null,
    interim: request['interim_response'] ?? session['interim_response'],
    timed: timedOptions(session, request),
    tools: functionTools(request['tools'] ?? session['tools']),
    preGenerated: textOfMessage(request['pre_generated_assistant_message']),
  };
}

/** The `response` object of `response.created` and `response.done`. */
export function responseObject(
  settings: ResponseSettings,
  profile: ModelProfile,
  conversationId: string,
  state: {
    readonly status: string;
    readonly statusDetails: JsonObject | null;
    readonly output: readonly JsonObject[];
    readonly usage: JsonObject | null;
  },
): JsonObject {
  return {
    object: 'realtime.response',
    id: settings.id,
    status: state.status,
    status_details: state.statusDetails,
    output: state.output,
    usage: state.usage,
    conversation_id: profile.modelClass === 'cascade' ? '' : conversationId,
    modalities: settings.modalities,
    voice: settings.voice,
    output_audio_format: settings.format,
    temperature: settings.temperature,
    max_output_tokens: settings.maxTokens ?? profile.unlimitedTokens,
    metadata: settings.metadata,
  };
}

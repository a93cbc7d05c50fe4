import type { WireFormat } from '../audio/pure/pcm.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../shared/json.js';
import { azureVoiceNulls, type ModelProfile } from './model-class.js';
import { reject } from './service-error.js';

const sessionLimitS = 60 * 60;
const inputRatesHz = [8000, 16_000, 24_000];

/** Voices of the speech-to-speech models, by name only (Voice Live API reference 2026-07-15, voices). */
const openAiVoices = [
  'alloy',
  'ash',
  'ballad',
  'coral',
  'echo',
  'sage',
  'shimmer',
  'verse',
  'marin',
  'cedar',
];

/** The session as `session.created` reports it. */
export function createdSession(
  profile: ModelProfile,
  sessionId: string,
  nowUnixS: number,
): JsonObject {
  return {
    id: sessionId,
    model: profile.reportedModel,
    modalities: profile.createdModalities,
    instructions: profile.persona,
    voice: profile.voice,
    input_audio_format: 'pcm16',
    output_audio_format: 'pcm16',
    input_audio_transcription: profile.transcription,
    input_audio_noise_reduction: null,
    turn_detection: profile.turnDetection,
    tools: [],
    tool_choice: 'auto',
    ...(profile.temperature === null ? {} : { temperature: profile.temperature }),
    max_response_output_tokens: 'inf',
    expires_at: Math.floor(nowUnixS) + sessionLimitS,
    object: 'realtime.session',
    input_audio_sampling_rate: 24_000,
    animation: null,
    input_audio_echo_cancellation: null,
    avatar: null,
    output_audio_timestamp_types: null,
    ...(profile.reasoningEffort === undefined ? {} : { reasoning_effort: profile.reasoningEffort }),
    truncation_strategy: null,
    include: null,
    greeting: null,
    handoff: null,
  };
}

/** A voice as the service echoes it: a bare name becomes an object, an Azure voice gets its optional fields as null. */
export function filledVoice(voice: JsonValue): JsonValue {
  if (typeof voice === 'string') {
    const openAi = openAiVoices.includes(voice);
    return filledVoice({ name: voice, type: openAi ? 'openai' : 'azure-standard' });
  }
  if (!isJsonObject(voice) || voice['type'] === 'openai') return voice;
  return { ...azureVoiceNulls, ...voice };
}

function filledTranscription(value: JsonObject, profile: ModelProfile): JsonObject {
  return {
    model: null,
    language: profile.transcriptionLanguageFill,
    prompt: null,
    delay: null,
    custom_speech: null,
    phrase_list: null,
    ...value,
  };
}

function filledTurnDetection(value: JsonObject, profile: ModelProfile): JsonObject | null {
  const responding = { create_response: true, interrupt_response: true };
  switch (value['type']) {
    case 'none':
      return null;
    case 'semantic_vad':
      return { ...responding, auto_truncate: false, ...value };
    case 'server_vad':
      return {
        ...profile.turnDetection,
        ...profile.serverVadFill,
        ...value,
      };
    default:
      return {
        threshold: null,
        prefix_padding_ms: null,
        silence_duration_ms: null,
        ...responding,
        speech_duration_ms: null,
        end_of_utterance_detection: null,
        auto_truncate: false,
        appended_text_after_truncation: null,
        ...value,
      };
  }
}

function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
}

function mergedField(key: string, value: JsonValue, profile: ModelProfile): JsonValue {
  switch (key) {
    case 'instructions':
      return value === '' || value === null ? profile.persona : value;
    case 'voice':
      return value === null ? profile.voice : filledVoice(value);
    case 'input_audio_transcription':
      return isJsonObject(value) ? filledTranscription(withoutNulls(value), profile) : value;
    case 'turn_detection':
      return isJsonObject(value) ? filledTurnDetection(withoutNulls(value), profile) : value;
    case 'tools':
      return value ?? [];
    case 'tool_choice':
      return value ?? 'auto';
    case 'max_response_output_tokens':
      return value ?? 'inf';
    default:
      return value;
  }
}

/** Null means "as it was" for what a session cannot be without. */
const neverNull: readonly string[] = [
  'modalities',
  'input_audio_format',
  'output_audio_format',
  'input_audio_sampling_rate',
  'temperature',
  'reasoning_effort',
];

/**
 * The session after a `session.update`: given keys replace, nulls are filled as the model class does (service
 * recordings), empty instructions bring the default persona back.
 * @param audioProduced the voice is fixed once the assistant has spoken
 * @throws ServiceErrorThrown when the update is not allowed
 */
export function updatedSession(
  current: JsonObject,
  update: JsonObject,
  profile: ModelProfile,
  audioProduced: boolean,
): JsonObject {
  const merged: Record<string, JsonValue> = { ...current };
  for (const [key, value] of Object.entries(update)) {
    if (key === 'model' || (value === null && neverNull.includes(key))) continue;
    merged[key] = mergedField(key, value, profile);
  }
  if (audioProduced && JSON.stringify(merged['voice']) !== JSON.stringify(current['voice'])) {
    reject(
      'cannot_update_voice',
      "Cannot update a conversation's voice if assistant audio is present.",
      'session.voice',
    );
  }
  checkEcho(merged);
  const rate = merged['input_audio_sampling_rate'];
  if (typeof rate !== 'number' || !inputRatesHz.includes(rate)) {
    reject(
      'invalid_value',
      `Invalid value: '${JSON.stringify(rate)}'. Supported values are: ${inputRatesHz.join(', ')}.`,
      'session.input_audio_sampling_rate',
    );
  }
  return merged;
}

/** Voice Live API reference 2026-07-15, input_audio_echo_cancellation. The texts are not documented. */
function checkEcho(session: JsonObject): void {
  const echo = session['input_audio_echo_cancellation'];
  if (!isJsonObject(echo)) return;
  const client = echo['reference_source'] === 'client';
  if (echo['channels'] === 2 && !client) {
    reject(
      'invalid_ec_channels_requires_client',
      "Two channels need 'reference_source' to be 'client'.",
      'session.input_audio_echo_cancellation.channels',
    );
  }
  if (client && echo['channels'] !== 2) {
    reject(
      'invalid_ec_reference_channels',
      "'reference_source' 'client' needs two channels.",
      'session.input_audio_echo_cancellation.channels',
    );
  }
}

const wireFormats: readonly WireFormat[] = [
  'pcm16',
  'pcm16_8000hz',
  'pcm16_16000hz',
  'g711_ulaw',
  'g711_alaw',
];

/** A format's name as the wire format it stands for; anything else is `pcm16`. */
export function wireFormat(name: JsonValue | undefined): WireFormat {
  return wireFormats.find((format) => format === name) ?? 'pcm16';
}

/** Samples per second of the input: G.711 is always 8 kHz. */
export function inputRateHz(session: JsonObject): number {
  if (wireFormat(session['input_audio_format']).startsWith('g711')) return 8000;
  const rate = session['input_audio_sampling_rate'];
  return typeof rate === 'number' && rate > 0 ? rate : 24_000;
}

/** 2 when the client sends its loudspeaker's sound as a second, interleaved channel. */
export function inputChannels(session: JsonObject): 1 | 2 {
  const echo = session['input_audio_echo_cancellation'];
  return isJsonObject(echo) && echo['channels'] === 2 ? 2 : 1;
}

/** Function tools the client declared, by name. */
export function functionTools(tools: JsonValue | undefined): readonly JsonObject[] {
  if (!isJsonArray(tools)) return [];
  return tools.filter(isJsonObject).filter((tool) => tool['type'] === 'function');
}

/** Name of a voice, in any of its forms. */
export function voiceNameOf(voice: JsonValue | undefined): string {
  if (typeof voice === 'string') return voice;
  const name = isJsonObject(voice) ? voice['name'] : undefined;
  return typeof name === 'string' ? name : 'alloy';
}

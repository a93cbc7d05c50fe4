import { isOpenAiVoice } from '../../protocol/voices.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { azureVoiceNulls, type ModelProfile } from './model-class.js';
import { checkUpdate, type SessionFacts } from './session-rules.js';

/** Servers for an avatar's media; nothing listens there. */
const iceServers = [
  { urls: ['stun:127.0.0.1:3478'], username: 'emulator', credential: 'emulator' },
];

/** The session as `session.created` reports it. */
export function createdSession(
  profile: ModelProfile,
  sessionId: string,
  expiresAtUnixS: number,
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
    expires_at: Math.floor(expiresAtUnixS),
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
    return filledVoice({ name: voice, type: isOpenAiVoice(voice) ? 'openai' : 'azure-standard' });
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
    case 'None':
      return null;
    case 'semantic_vad':
      return { ...responding, auto_truncate: false, ...value };
    case 'server_vad':
      return {
        ...profile.turnDetection,
        ...profile.serverVadFill,
        ...filledUtteranceEnd(value),
      };
    default:
      return {
        threshold: null,
        prefix_padding_ms: null,
        silence_duration_ms: null,
        ...responding,
        idle_timeout_ms: null,
        profile: 'classic',
        neg_threshold: null,
        speech_duration_ms: null,
        window_size: null,
        distinct_ci_phones: null,
        require_vowel: null,
        require_vowel_assistant_speaking: null,
        remove_filler_words: false,
        languages: null,
        auto_truncate: false,
        appended_text_after_truncation: null,
        ...filledUtteranceEnd(value),
      };
  }
}

/** The service names its defaults only when end-of-utterance detection is asked for. */
function filledUtteranceEnd(turnDetection: JsonObject): JsonObject {
  const detection = turnDetection['end_of_utterance_detection'];
  if (!isJsonObject(detection)) return turnDetection;
  const filled = {
    threshold: null,
    threshold_level: 'default',
    timeout: null,
    timeout_ms: null,
    ...withoutNulls(detection),
  };
  return { ...turnDetection, end_of_utterance_detection: filled };
}

/** WebRTC, the default, comes with ice servers (Voice Live how-to, avatar). */
function filledAvatar(value: JsonObject): JsonObject {
  const filled = { output_protocol: 'webrtc', ...withoutNulls(value) };
  if (filled.output_protocol === 'websocket') return { ...filled, ice_servers: null };
  return { ice_servers: iceServers, ...filled };
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
    case 'input_audio_echo_cancellation':
      return isJsonObject(value)
        ? { reference_source: 'server', channels: 1, ...withoutNulls(value) }
        : value;
    case 'avatar':
      return isJsonObject(value) ? filledAvatar(value) : value;
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

/** Required fields: null leaves them unchanged. */
const neverNull: readonly string[] = [
  'modalities',
  'input_audio_format',
  'output_audio_format',
  'input_audio_sampling_rate',
  'temperature',
  'reasoning_effort',
];

/**
 * The session after a `session.update`: keys in the update replace, nulls are filled as the model class does (service
 * recordings), and empty instructions restore the default persona.
 * @throws ServiceErrorThrown when the update is not allowed
 */
export function updatedSession(
  current: JsonObject,
  update: JsonObject,
  facts: SessionFacts,
): JsonObject {
  const merged: Record<string, JsonValue> = { ...current };
  for (const [key, value] of Object.entries(update)) {
    if (key === 'model' || (value === null && neverNull.includes(key))) continue;
    merged[key] = mergedField(key, value, facts.profile);
  }
  checkUpdate(current, update, merged, facts);
  return merged;
}

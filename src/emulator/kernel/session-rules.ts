import { inputRatesHz } from '../../audio/pure/sample-rates.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { reject } from './service-error.js';
import { inputChannels } from './session-values.js';
import type { ModelProfile } from './model-class.js';

/** State that decides whether an update is allowed. */
export interface SessionFacts {
  readonly profile: ModelProfile;
  /** The assistant has spoken. */
  readonly audioProduced: boolean;
  /** The client has sent audio. */
  readonly audioReceived: boolean;
  readonly agentMode: boolean;
  /** The client connected with `features=client_ec_reference:true`. */
  readonly clientEcho: boolean;
}

function changed(before: JsonObject, after: JsonObject, key: string): boolean {
  return JSON.stringify(before[key]) !== JSON.stringify(after[key]);
}

/** Texts: errors_observed.json where recorded, else OpenAI's Realtime API. */
function checkVoice(before: JsonObject, after: JsonObject, facts: SessionFacts): void {
  if (!changed(before, after, 'voice')) return;
  if (isJsonObject(before['avatar'])) {
    reject('invalid_value', 'Cannot update voice when avatar is configured', 'session.voice');
  }
  if (facts.audioProduced) {
    reject(
      'cannot_update_voice',
      "Cannot update a conversation's voice if assistant audio is present.",
      'session.voice',
    );
  }
}

/**
 * Echo cancellation with the client's own reference (Voice Live how-to, validation rules of the client reference: the
 * codes are documented, the texts are not).
 */
function checkEcho(before: JsonObject, after: JsonObject, facts: SessionFacts): void {
  const where = 'session.input_audio_echo_cancellation.channels';
  if (facts.audioReceived && inputChannels(before) !== inputChannels(after)) {
    reject(
      'change_in_ec_channels_not_allowed',
      "'channels' cannot change after audio was sent.",
      where,
    );
  }
  const echo = after['input_audio_echo_cancellation'];
  if (!isJsonObject(echo)) return;
  const client = echo['reference_source'] === 'client';
  const stereo = echo['channels'] === 2;
  if (stereo && !client) {
    const message = "Two channels need 'reference_source' to be 'client'.";
    reject('invalid_ec_channels_requires_client', message, where);
  }
  if (client && !stereo) {
    const message = "'reference_source' 'client' needs two channels.";
    reject('invalid_ec_reference_channels', message, where);
  }
  if (stereo && after['input_audio_format'] !== 'pcm16') {
    const message = "Two channels need 'input_audio_format' to be 'pcm16'.";
    reject('invalid_ec_channels_format', message, where);
  }
  if (stereo && !facts.clientEcho) {
    const message = "Two channels need the query parameter 'features=client_ec_reference:true'.";
    reject('invalid_value', message, where);
  }
}

function checkRate(rate: JsonValue | undefined): void {
  if (typeof rate === 'number' && inputRatesHz.includes(rate)) return;
  reject(
    'invalid_value',
    `Invalid value: '${JSON.stringify(rate)}'. Supported values are: ${inputRatesHz.join(', ')}.`,
    'session.input_audio_sampling_rate',
  );
}

/** A realtime model has no text of the user's speech to look at; text and parameter as measured on 2026-10-05. */
function checkUtteranceEnd(after: JsonObject, { profile }: SessionFacts): void {
  const turnDetection = after['turn_detection'];
  if (profile.modelClass === 'cascade' || !isJsonObject(turnDetection)) return;
  const detection = turnDetection['end_of_utterance_detection'];
  if (!isJsonObject(detection) || detection['model'] === 'smart_end_of_turn_detection') return;
  reject(
    'invalid_value',
    'Text-based end-of-utterance detection requires a local speech recognizer and is only supported on cascaded pipelines.',
    'session.turn_detection.end_of_utterance_detection',
  );
}

/** @throws ServiceErrorThrown when the service would reject the update */
export function checkUpdate(
  before: JsonObject,
  update: JsonObject,
  after: JsonObject,
  facts: SessionFacts,
): void {
  if (facts.agentMode && typeof update['instructions'] === 'string') {
    const message = 'Overriding instructions in session.update is not supported';
    reject('invalid_value', message, 'session.instructions');
  }
  checkVoice(before, after, facts);
  checkEcho(before, after, facts);
  checkUtteranceEnd(after, facts);
  checkRate(after['input_audio_sampling_rate']);
  const tools = isJsonArray(after['tools']) ? after['tools'] : [];
  const mcp = tools.some((tool) => isJsonObject(tool) && tool['type'] === 'mcp');
  if (mcp && facts.profile.reportedModel.startsWith('phi')) {
    const message = `MCP tools are not supported by ${facts.profile.reportedModel}.`;
    reject('invalid_value', message, 'session.tools');
  }
}

import type { TurnDetection } from '../../protocol/generated/types.js';
import { readTextFile } from '../../documents/text-file.js';
import { defaultTranscription } from '../../protocol/transcription.js';
import { everySession, option } from './row.js';
import { numberFrom, oneOf, path, switchOn, text, textLike } from './value-kinds.js';

/** What `session.update` contains. Choices: Voice Live API description 2026-06-01-preview and its corrections. */
export const sessionRows = [
  option({
    name: 'session',
    flag: '--session <file>',
    value: path,
    group: 'session',
    help: 'read session.update options from this YAML or JSON file; flags override it',
    commands: everySession,
    // Reading YAML takes long to load.
    readFile: async (file, where, { unchecked }) => {
      const { readOpenSessionFile } = await import('../session/session-file.js');
      return readOpenSessionFile(file, where, unchecked);
    },
  }),
  option({
    name: 'unchecked',
    flag: '--unchecked',
    value: switchOn,
    default: false,
    group: 'session',
    help: 'send session options and events even if the API description does not allow them, after a warning',
    commands: everySession,
    toOptions: (unchecked) => (unchecked ? { unchecked } : {}),
  }),
  option({
    name: 'instructions',
    flag: '--instructions <text|@file>',
    value: text,
    group: 'session',
    help: 'tell the assistant how to behave; @FILE reads a file',
    otherwise: "the model's own",
    commands: everySession,
    toSession: (given, { where }) => ({
      instructions: given.startsWith('@') ? readTextFile(given.slice(1), where) : given,
    }),
  }),
  option({
    name: 'voice',
    flag: '--voice <name|json>',
    value: text,
    group: 'session',
    help: 'choose the voice: alloy, marin, en-US-AvaNeural, …, or JSON',
    otherwise: "the model's own",
    commands: everySession,
    requires: 'sound',
    // Checking a voice needs the shapes of the whole protocol.
    toSession: async (given, { session, where }) => {
      const { parseVoice } = await import('../session/voice.js');
      return { voice: parseVoice(given, session.model ?? '', where) };
    },
  }),
  option({
    name: 'turnDetection',
    flag: '--turn-detection <kind>',
    value: oneOf(
      'none',
      'server_vad',
      'semantic_vad',
      'azure_semantic_vad',
      'azure_semantic_vad_en',
      'azure_semantic_vad_multilingual',
    ),
    default: 'server_vad',
    group: 'session',
    help: 'choose how the service detects turns; none is push-to-talk',
    commands: everySession,
    requires: 'sound',
    // Settings of the same kind in the session file stay.
    toSession: (kind, { session }) => {
      if (kind === 'none') return { turn_detection: null };
      return session.turn_detection?.type === kind ? {} : { turn_detection: detection(kind) };
    },
  }),
  option({
    name: 'transcription',
    flag: '--transcription <model>',
    value: oneOf(
      'none',
      'whisper-1',
      'gpt-4o-transcribe',
      'gpt-4o-mini-transcribe',
      'gpt-4o-transcribe-diarize',
      'mai-transcribe',
      'mai-transcribe-1',
      'mai-transcribe-2',
      'azure-speech',
    ),
    group: 'session',
    help: 'choose the transcription model for your speech',
    otherwise: 'whisper-1 for gpt-realtime models, else azure-speech',
    commands: everySession,
    requires: 'sound',
    // Other settings in the session file (language, phrases) stay.
    toSession: (model, { session }) => ({
      input_audio_transcription:
        model === 'none' ? null : { ...session.input_audio_transcription, model },
    }),
    whenUnset: ({ session, isAgent }) => ({
      input_audio_transcription: {
        model: defaultTranscription(isAgent ? undefined : session.model),
      },
    }),
  }),
  option({
    name: 'inputFormat',
    flag: '--input-format <format>',
    value: oneOf('pcm16', 'pcm16_16000hz', 'pcm16_8000hz', 'g711_ulaw', 'g711_alaw'),
    group: 'session',
    help: 'set the format of the microphone audio; pcm16 is 24 kHz, G.711 is 8 kHz',
    otherwise: 'pcm16',
    commands: everySession,
    requires: 'sound',
    toSession: (format) => inputFormats[format],
    // The rate belongs to the format that the session file may name.
    whenUnset: ({ session }) => inputFormats[session.input_audio_format ?? 'pcm16'],
  }),
  option({
    name: 'outputFormat',
    flag: '--output-format <format>',
    value: oneOf('pcm16', 'pcm16_16000hz', 'pcm16_8000hz', 'g711_ulaw', 'g711_alaw'),
    default: 'pcm16',
    group: 'session',
    help: 'set the format of the reply audio',
    commands: everySession,
    requires: 'sound',
    toSession: (format) => ({ output_audio_format: format }),
  }),
  option({
    name: 'echo',
    flag: '--echo <reference>',
    value: oneOf('server', 'client', 'off'),
    default: 'server',
    group: 'session',
    help: 'cancel echo in the service, from what it sent (server) or what this speaker played (client)',
    commands: everySession,
    requires: 'sound',
    toSession: (reference) => ({ input_audio_echo_cancellation: echoCancellations[reference] }),
  }),
  option({
    name: 'noiseReduction',
    flag: '--noise-reduction <kind>',
    value: oneOf('none', 'azure_deep_noise_suppression', 'near_field', 'far_field'),
    group: 'session',
    help: 'reduce noise of the microphone audio in the service',
    otherwise: 'none',
    commands: everySession,
    requires: 'sound',
    toSession: (type) => ({ input_audio_noise_reduction: type === 'none' ? null : { type } }),
  }),
  option({
    name: 'temperature',
    flag: '--temperature <number>',
    value: numberFrom(0, 'a number from 0, such as 0.8'),
    group: 'session',
    help: 'set the randomness of the replies',
    otherwise: "the model's own",
    commands: everySession,
    toSession: (temperature) => ({ temperature }),
  }),
  option({
    name: 'reasoningEffort',
    flag: '--reasoning-effort <level>',
    value: oneOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh'),
    group: 'session',
    help: 'limit how much a reasoning model thinks before it replies',
    otherwise: "the model's own",
    commands: everySession,
    toSession: (effort) => ({ reasoning_effort: effort }),
  }),
  option({
    name: 'maxTokens',
    flag: '--max-tokens <number|inf>',
    value: textLike(/^(?:[1-9]\d{0,8}|inf)$/, 'a whole number from 1, or inf'),
    group: 'session',
    help: 'limit the tokens of one reply',
    otherwise: 'inf',
    commands: everySession,
    toSession: (limit) => ({ max_response_output_tokens: limit === 'inf' ? limit : Number(limit) }),
  }),
] as const;

function detection(type: TurnDetection['type']): TurnDetection {
  return { type, create_response: true, interrupt_response: true };
}

/** The protocol has a format and a rate where the option has one name. */
const inputFormats = {
  pcm16: { input_audio_format: 'pcm16', input_audio_sampling_rate: 24_000 },
  pcm16_16000hz: { input_audio_format: 'pcm16', input_audio_sampling_rate: 16_000 },
  pcm16_8000hz: { input_audio_format: 'pcm16', input_audio_sampling_rate: 8000 },
  g711_ulaw: { input_audio_format: 'g711_ulaw', input_audio_sampling_rate: 8000 },
  g711_alaw: { input_audio_format: 'g711_alaw', input_audio_sampling_rate: 8000 },
} as const;

/** The client's reference is the second channel of the microphone audio (Voice Live how-to, "Echo cancellation"). */
const echoCancellations = {
  server: { type: 'server_echo_cancellation' },
  client: { type: 'server_echo_cancellation', reference_source: 'client', channels: 2 },
  off: null,
} as const;

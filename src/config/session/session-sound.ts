import type {
  AudioInputTranscriptionOptions,
  RequestSession,
  TurnDetection,
} from '../../protocol/generated/types.js';
import type { ResolvedOptions } from '../options/layers.js';
import type { OptionValues } from '../options/option-table.js';
import { parseVoice } from './voice.js';

/** Defaults with sound, apart from turn detection; which transcription each model class has: service recordings, `session.updated`. */
export function soundDefaults(model: string): RequestSession {
  return {
    modalities: ['text', 'audio'],
    input_audio_format: 'pcm16',
    output_audio_format: 'pcm16',
    input_audio_sampling_rate: 24_000,
    input_audio_echo_cancellation: { type: 'server_echo_cancellation' },
    input_audio_transcription: {
      model: model.startsWith('gpt-realtime') ? 'whisper-1' : 'azure-speech',
    },
  };
}

/** What the flags say about sound; it goes over the session file's. */
export function soundFlags(
  resolved: ResolvedOptions,
  file: RequestSession,
  model: string,
): RequestSession {
  const { voice, transcription, noiseReduction } = resolved.values;
  return {
    ...formatFlags(resolved.values),
    ...echoFlag(resolved.values),
    ...(voice === undefined
      ? {}
      : { voice: parseVoice(voice, model, resolved.sources.get('voice') ?? 'default') }),
    ...(transcription === undefined
      ? {}
      : { input_audio_transcription: transcriptionFor(transcription, file) }),
    ...(noiseReduction === undefined
      ? {}
      : {
          input_audio_noise_reduction: noiseReduction === 'none' ? null : { type: noiseReduction },
        }),
    ...turnDetectionFlags(resolved.values, file),
  };
}

/** The wire has one name and a rate for what is one choice here. */
function formatFlags({ inputFormat, outputFormat }: OptionValues): RequestSession {
  return {
    ...(inputFormat === undefined ? {} : inputFormats[inputFormat]),
    ...(outputFormat === undefined ? {} : { output_audio_format: outputFormat }),
  };
}

const inputFormats = {
  pcm16: { input_audio_format: 'pcm16', input_audio_sampling_rate: 24_000 },
  pcm16_16000hz: { input_audio_format: 'pcm16', input_audio_sampling_rate: 16_000 },
  pcm16_8000hz: { input_audio_format: 'pcm16', input_audio_sampling_rate: 8000 },
  g711_ulaw: { input_audio_format: 'g711_ulaw', input_audio_sampling_rate: 8000 },
  g711_alaw: { input_audio_format: 'g711_alaw', input_audio_sampling_rate: 8000 },
} as const satisfies Record<NonNullable<OptionValues['inputFormat']>, RequestSession>;

/** The client's reference is the second channel of the microphone's audio (Voice Live how-to, "Echo cancellation"). */
const echoSettings = {
  server: { type: 'server_echo_cancellation' },
  client: { type: 'server_echo_cancellation', reference_source: 'client', channels: 2 },
  off: null,
} as const satisfies Record<
  NonNullable<OptionValues['echo']>,
  RequestSession['input_audio_echo_cancellation']
>;

function echoFlag({ echo }: OptionValues): RequestSession {
  return echo === undefined ? {} : { input_audio_echo_cancellation: echoSettings[echo] };
}

/** The file's other settings of the transcription (language, phrases) stay. */
function transcriptionFor(
  model: NonNullable<OptionValues['transcription']>,
  file: RequestSession,
): AudioInputTranscriptionOptions | null {
  return model === 'none' ? null : { ...file.input_audio_transcription, model };
}

function turnDetectionFlags(values: OptionValues, file: RequestSession): RequestSession {
  const detection = chosenDetection(values, file);
  return {
    turn_detection:
      detection === null || values.bargeIn
        ? detection
        : { ...detection, interrupt_response: false },
  };
}

function chosenDetection(values: OptionValues, file: RequestSession): TurnDetection | null {
  const kind = values.turnDetection;
  if (values.ptt || kind === 'none') return null;
  const fromFile = file.turn_detection;
  if (kind === undefined) {
    return fromFile === undefined ? detectionOf('server_vad') : fromFile;
  }
  return fromFile?.type === kind ? fromFile : detectionOf(kind);
}

function detectionOf(type: TurnDetection['type']): TurnDetection {
  return { type, create_response: true, interrupt_response: true };
}

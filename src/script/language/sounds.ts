import {
  called,
  either,
  explained,
  number,
  object,
  oneOf,
  optional,
  range,
  required,
  variants,
  type Infer,
} from '../../validation/build-shape.js';
import type { SpeechVoice } from '../model/script.js';
import { text } from './texts.js';

export const noiseFields = {
  file: explained('WAV file, repeated', required(text)),
  snr_db: explained('level of the speech above the noise, dB', required(number)),
};

/** Noise under the microphone. */
export const steadyNoise = called(object(noiseFields), '{file, snr_db}');

/** The same, or its end. */
export const noise = called(either(oneOf('off'), steadyNoise), '"off", or {file, snr_db}');

export const espeakFields = {
  voice: explained('voice of espeak-ng, such as en-gb', optional(text)),
  words_per_minute: explained('speed', optional(range('integer', 80, 450))),
};
export const serviceVoiceFields = {
  voice: explained('voice of the session that reads aloud', optional(text)),
};

/** Who says `say` steps. */
export const speechVoice = called(
  either(
    oneOf('espeak', 'service'),
    variants('tts', { espeak: object(espeakFields), service: object(serviceVoiceFields) }, {}),
  ),
  '"espeak", "service", or {tts, voice, …}',
);

export function speechVoiceOf(given: Infer<typeof speechVoice>): SpeechVoice {
  if (typeof given === 'string') return { type: given };
  const voice = given.voice === undefined ? {} : { voice: given.voice };
  if (given.tts === 'service') return { type: 'service', ...voice };
  const { words_per_minute: wordsPerMinute } = given;
  return {
    type: 'espeak',
    ...voice,
    ...(wordsPerMinute === undefined ? {} : { wordsPerMinute }),
  };
}

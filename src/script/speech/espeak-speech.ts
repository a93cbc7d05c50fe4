import type { Espeak } from '../../audio/files/espeak.js';
import type { WavAudio } from '../../audio/pure/wav.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import type { SpeechVoice } from '../model/script.js';

export type EspeakSettings = Extract<SpeechVoice, { type: 'espeak' }>;

const usual = { espeakVoice: 'en-us', pitch: 50, wordsPerMinute: 165 };

/**
 * Speaks a text with espeak-ng.
 * @param espeak may be used for many texts; ended by its caller
 * @throws VoiceliveError exit code 2 without the program, or when it cannot speak the text
 */
export async function speakWithEspeak(
  espeak: Espeak,
  text: string,
  { voice, wordsPerMinute }: EspeakSettings,
): Promise<WavAudio> {
  const result = await espeak.say(text, {
    ...usual,
    ...(voice === undefined ? {} : { espeakVoice: voice }),
    ...(wordsPerMinute === undefined ? {} : { wordsPerMinute }),
  });
  switch (result.kind) {
    case 'sound':
      return result.sound;
    case 'absent':
      throw new VoiceliveError('`say` needs the program espeak-ng, which is not on PATH.', {
        code: 'no-espeak',
        hint: 'Install it (apt install espeak-ng, brew install espeak-ng), or use `play` with a WAV file.',
        exitCode: exitCodes.usage,
      });
    case 'failed':
      throw new VoiceliveError(`espeak-ng cannot say "${text.slice(0, 60)}": ${result.reason}`, {
        code: 'espeak-failed',
        hint: 'Check text and voice (espeak-ng --voices), or use `play` with a WAV file.',
        exitCode: exitCodes.usage,
      });
  }
}

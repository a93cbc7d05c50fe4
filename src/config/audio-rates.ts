import type { RequestSession } from '../protocol/generated/types.js';
import { exitCodes, VoiceliveError } from '../shared/errors.js';
import type { OptionValues } from './options.js';

const inputRatesHz: readonly number[] = [8000, 16_000, 24_000];

/** Rates of the output formats in PCM16. Source: Voice Live API description 2026-06-01-preview, OutputAudioFormat. */
const outputRatesHz: ReadonlyMap<string, number> = new Map([
  ['pcm16', 24_000],
  ['pcm16_16000hz', 16_000],
  ['pcm16_8000hz', 8000],
]);

/**
 * Sample rates of the session's sound, Hz.
 * @throws VoiceliveError exit code 2 when the session file asks for sound that this program cannot carry
 */
export function audioRates(
  session: RequestSession,
  values: Pick<OptionValues, 'text' | 'session'>,
): { readonly inputRateHz: number; readonly outputRateHz: number } {
  const input = session.input_audio_format ?? 'pcm16';
  const output = session.output_audio_format ?? 'pcm16';
  const inputRateHz = session.input_audio_sampling_rate ?? 24_000;
  const outputRateHz = outputRatesHz.get(output);
  if (values.text) return { inputRateHz, outputRateHz: outputRateHz ?? 24_000 };
  const file = values.session ?? 'the session';
  if (input !== 'pcm16') throw unsupported(file, 'input_audio_format', input, 'pcm16');
  if (outputRateHz === undefined) {
    const formats = [...outputRatesHz.keys()].join(', ');
    throw unsupported(file, 'output_audio_format', output, `one of ${formats}`);
  }
  if (!inputRatesHz.includes(inputRateHz)) {
    const rates = inputRatesHz.join(', ');
    throw unsupported(file, 'input_audio_sampling_rate', String(inputRateHz), `one of ${rates}`);
  }
  const echo = session.input_audio_echo_cancellation;
  if (echo?.reference_source === 'client' || (echo?.channels ?? 1) !== 1) {
    const path = 'input_audio_echo_cancellation';
    throw unsupported(file, path, 'a reference of the client', 'the reference of the server');
  }
  return { inputRateHz, outputRateHz };
}

function unsupported(file: string, path: string, found: string, expected: string): VoiceliveError {
  return new VoiceliveError(`${file}: ${path}: found ${found}, expected ${expected}.`, {
    code: 'session-sound',
    hint: 'This program carries sound as 16-bit mono PCM.',
    exitCode: exitCodes.usage,
  });
}

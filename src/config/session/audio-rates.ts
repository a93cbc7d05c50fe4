import { formatRateHz, inputRatesHz } from '../../audio/pure/sample-rates.js';
import type { RequestSession } from '../../protocol/generated/types.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import type { OptionValues } from '../options/option-table.js';

/** G.711 has one rate. */
const g711RateHz = formatRateHz('g711_ulaw');

/**
 * Sample rates of the session's audio, Hz.
 * @throws VoiceliveError exit code 2 when the session file asks for audio that the service does not accept
 */
export function audioRates(
  session: RequestSession,
  values: Pick<OptionValues, 'text' | 'session'>,
): { readonly inputRateHz: number; readonly outputRateHz: number } {
  const input = session.input_audio_format ?? 'pcm16';
  const outputRateHz = formatRateHz(session.output_audio_format ?? 'pcm16');
  const ownRateHz = input === 'pcm16' ? 24_000 : g711RateHz;
  const inputRateHz = session.input_audio_sampling_rate ?? ownRateHz;
  if (values.text) return { inputRateHz, outputRateHz };
  const file = values.session ?? 'the session';
  const rates = input === 'pcm16' ? inputRatesHz : [g711RateHz];
  if (!rates.includes(inputRateHz)) {
    const expected = `${rates.length === 1 ? '' : 'one of '}${rates.join(', ')} with ${input}`;
    throw unsupported(file, 'input_audio_sampling_rate', String(inputRateHz), expected);
  }
  const echo = session.input_audio_echo_cancellation;
  if (echo?.reference_source === 'client' && (input !== 'pcm16' || echo.channels !== 2)) {
    const found = `${input} with ${echo.channels ?? 1} channels`;
    const path = 'input_audio_echo_cancellation';
    throw unsupported(file, path, `a client reference in ${found}`, 'pcm16 with 2 channels');
  }
  return { inputRateHz, outputRateHz };
}

function unsupported(file: string, path: string, found: string, expected: string): VoiceliveError {
  return new VoiceliveError(`${file}: ${path}: found ${found}, expected ${expected}.`, {
    code: 'session-sound',
    hint: '--input-format, --output-format and --echo set matching values.',
    exitCode: exitCodes.usage,
  });
}

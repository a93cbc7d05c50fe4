import type { WireFormat } from './pcm.js';

/** Rates that `input_audio_sampling_rate` can have with `pcm16`; 44100 by live tests of the Python SDK only. */
export const inputRatesHz: readonly number[] = [8000, 16_000, 24_000, 44_100];

/**
 * Samples per second of a wire format. `pcm16` as input may also carry 8 or 16 kHz when the session says so
 * (`input_audio_sampling_rate`); this is its default.
 */
export function formatRateHz(format: WireFormat): number {
  switch (format) {
    case 'pcm16':
      return 24_000;
    case 'pcm16_16000hz':
      return 16_000;
    case 'pcm16_22050hz':
      return 22_050;
    case 'pcm16_24000hz':
      return 24_000;
    case 'pcm16_44100hz':
      return 44_100;
    case 'pcm16_48000hz':
      return 48_000;
    case 'pcm16_8000hz':
    case 'g711_ulaw':
    case 'g711_alaw':
      return 8000;
  }
}

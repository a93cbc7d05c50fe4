import { decodeALaw, decodeMuLaw, encodeALaw, encodeMuLaw } from './g711.js';

/** PCM at the rate in its name; output only (Voice Live API description 2026-06-01-preview; live tests of the Python SDK). */
export type RatedPcmFormat = `pcm16_${8000 | 16000 | 22050 | 24000 | 44100 | 48000}hz`;

/** Names of the audio formats on the wire. */
export type WireFormat = 'pcm16' | RatedPcmFormat | 'g711_ulaw' | 'g711_alaw';

/** Duration in milliseconds, not rounded. */
export function samplesToMs(samples: number, rateHz: number): number {
  return (samples * 1000) / rateHz;
}

/** Whole samples nearest to a duration in milliseconds. */
export function msToSamples(ms: number, rateHz: number): number {
  return Math.round((ms * rateHz) / 1000);
}

/**
 * The samples as little-endian bytes, sharing their memory. Every platform with a PortAudio build is little-endian,
 * as is the wire format.
 */
export function samplesToBytes(samples: Int16Array): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}

/** Copies little-endian bytes into samples; half a sample at the end is dropped. */
export function bytesToSamples(bytes: Uint8Array): Int16Array {
  const samples = new Int16Array(bytes.length >> 1);
  new Uint8Array(samples.buffer).set(bytes.subarray(0, samples.byteLength));
  return samples;
}

/** Joins pieces of audio. */
export function concatSamples(pieces: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Encodes samples at the format's rate into wire bytes. */
export function encodeWire(samples: Int16Array, format: WireFormat): Uint8Array {
  switch (format) {
    case 'g711_ulaw':
      return encodeMuLaw(samples);
    case 'g711_alaw':
      return encodeALaw(samples);
    default:
      return samplesToBytes(samples);
  }
}

/** Decodes wire bytes into samples at the format's rate; half a sample at the end is dropped. */
export function decodeWire(bytes: Uint8Array, format: WireFormat): Int16Array {
  switch (format) {
    case 'g711_ulaw':
      return decodeMuLaw(bytes);
    case 'g711_alaw':
      return decodeALaw(bytes);
    default:
      return bytesToSamples(bytes);
  }
}

/** The base64 text of an audio payload, as in `input_audio_buffer.append`. */
export function encodeBase64(samples: Int16Array, format: WireFormat = 'pcm16'): string {
  const bytes = encodeWire(samples, format);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** The samples of a base64 audio payload, as in `response.audio.delta`. */
export function decodeBase64(base64: string, format: WireFormat = 'pcm16'): Int16Array {
  const bytes = Buffer.from(base64, 'base64');
  const isPcm = format !== 'g711_ulaw' && format !== 'g711_alaw';
  // The bytes are nobody else's, and Node aligns them: they need no copy.
  return isPcm && bytes.byteOffset % 2 === 0
    ? new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1)
    : decodeWire(bytes, format);
}

import { VoiceliveError, exitCodes } from '../../shared/errors.js';
import { decodeALaw, decodeMuLaw } from './g711.js';
import { samplesToBytes } from './pcm.js';

/** A WAV file's audio, mixed down to one channel. */
export interface WavAudio {
  readonly samples: Int16Array;
  readonly sampleRateHz: number;
}

interface WavFormat {
  readonly code: number;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly blockBytes: number;
  readonly bitsPerSample: number;
}

/** Size fields left open by writers to a pipe, or by killed ones. */
const openSizes: readonly number[] = [0, 0xffff_ffff];
const headerBytes = 44;
/** WAVE_FORMAT_EXTENSIBLE: the sub-format GUID starts with the actual format code. */
const extensibleCode = 0xfffe;
/** Common registered format codes (RFC 2361), for messages only. */
const otherFormats: Readonly<Record<number, string>> = {
  2: 'Microsoft ADPCM',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  85: 'MP3',
};

type WavProblem = 'wav-empty' | 'not-wav' | 'wav-truncated' | 'wav-unsupported';

function conversion(name: string): string {
  return `Convert it, for example: sox ${name} -r 24000 -c 1 -b 16 converted.wav`;
}

function anotherCopy(): string {
  return 'Record or copy it again, or give another file.';
}

const fixes: Readonly<Record<WavProblem, (name: string) => string>> = {
  'wav-empty': anotherCopy,
  'wav-truncated': anotherCopy,
  'not-wav': conversion,
  'wav-unsupported': conversion,
};

function wavError(name: string, code: WavProblem, what: string, cause?: unknown): VoiceliveError {
  return new VoiceliveError(`${name} ${what}`, {
    code,
    hint: fixes[code](name),
    exitCode: exitCodes.usage,
    cause,
  });
}

function textAt(view: DataView, offset: number): string {
  let text = '';
  for (let index = offset; index < offset + 4; index += 1) {
    text += String.fromCharCode(view.getUint8(index));
  }
  return text;
}

function readFormat(view: DataView, offset: number, sizeBytes: number): WavFormat {
  const code = view.getUint16(offset, true);
  return {
    code: code === extensibleCode && sizeBytes >= 26 ? view.getUint16(offset + 24, true) : code,
    channels: view.getUint16(offset + 2, true),
    sampleRateHz: view.getUint32(offset + 4, true),
    blockBytes: view.getUint16(offset + 12, true),
    bitsPerSample: view.getUint16(offset + 14, true),
  };
}

function clipToInt16(value: number): number {
  return Number.isNaN(value) ? 0 : Math.max(-32768, Math.min(32767, Math.round(value)));
}

/** Reads one sample of a format, scaled to 16 bits; undefined for an unsupported format. */
function sampleReader(format: WavFormat): ((view: DataView, offset: number) => number) | undefined {
  switch (`${format.code}/${format.bitsPerSample}`) {
    case '1/8':
      return (view, offset) => (view.getUint8(offset) - 128) * 256;
    case '1/16':
      return (view, offset) => view.getInt16(offset, true);
    case '1/24':
      return (view, offset) => view.getInt16(offset + 1, true) + view.getUint8(offset) / 256;
    case '1/32':
      return (view, offset) => view.getInt32(offset, true) / 65536;
    case '3/32':
      return (view, offset) => view.getFloat32(offset, true) * 32768;
    case '3/64':
      return (view, offset) => view.getFloat64(offset, true) * 32768;
    case '6/8':
      return (view, offset) => decodeALaw(Uint8Array.of(view.getUint8(offset)))[0] ?? 0;
    case '7/8':
      return (view, offset) => decodeMuLaw(Uint8Array.of(view.getUint8(offset)))[0] ?? 0;
    default:
      return undefined;
  }
}

/** A WAV file's audio before it is decoded; offsets and sizes in bytes. */
export interface WavContent {
  readonly sampleRateHz: number;
  readonly dataAt: number;
  readonly dataBytes: number;
  /** A sample of every channel. */
  readonly blockBytes: number;
  /** Whole blocks, mixed down to one channel. */
  readonly decode: (bytes: Uint8Array) => Int16Array;
}

function decoderOf(
  format: WavFormat,
  name: string,
  only: number | undefined,
): (bytes: Uint8Array) => Int16Array {
  const read = sampleReader(format);
  if (read === undefined) {
    const kind = otherFormats[format.code] ?? `format code ${format.code}`;
    throw wavError(
      name,
      'wav-unsupported',
      `holds ${kind} with ${format.bitsPerSample} bits; supported are 8, 16, 24 and 32-bit PCM, float and G.711`,
    );
  }
  const sampleBytes = format.bitsPerSample / 8;
  if (
    format.channels === 0 ||
    format.sampleRateHz < 1000 ||
    format.sampleRateHz > 192_000 ||
    format.blockBytes !== sampleBytes * format.channels
  ) {
    throw wavError(
      name,
      'wav-unsupported',
      `has an invalid header: ${format.channels} channels of ${format.bitsPerSample} bits in blocks of ` +
        `${format.blockBytes} bytes at ${format.sampleRateHz} Hz`,
    );
  }
  const first = Math.min(only ?? 0, format.channels - 1);
  const end = only === undefined ? format.channels : first + 1;
  return (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const samples = new Int16Array(Math.floor(bytes.length / format.blockBytes));
    for (let index = 0; index < samples.length; index += 1) {
      let sum = 0;
      for (let channel = first; channel < end; channel += 1) {
        sum += read(view, index * format.blockBytes + channel * sampleBytes);
      }
      samples[index] = clipToInt16(sum / (end - first));
    }
    return samples;
  };
}

/**
 * Reads the chunks before the audio of a WAV file (RIFF, RF64, WAVE_FORMAT_EXTENSIBLE). Sizes in the header are clamped to
 * the file; 0 and 0xFFFFFFFF, left by writers to pipes and killed writers, mean "to the end".
 * @param head the first bytes of the file, or all of them
 * @param fileBytes size of the file
 * @param name of the file in messages
 * @param channel counted from 0: this one alone (the last where there are fewer), instead of all mixed
 * @returns undefined when the audio begins beyond the head
 * @throws VoiceliveError `wav-empty`, `not-wav`, `wav-truncated` or `wav-unsupported`, exit code 2
 */
export function readWavHead(
  head: Uint8Array,
  fileBytes: number,
  name: string,
  channel?: number,
): WavContent | undefined {
  if (fileBytes === 0) throw wavError(name, 'wav-empty', 'is empty (0 bytes)');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const isRiff = head.length >= 12 && ['RIFF', 'RF64'].includes(textAt(view, 0));
  if (!isRiff || textAt(view, 8) !== 'WAVE') {
    throw wavError(name, 'not-wav', 'is not a WAV file: it does not start with a RIFF/WAVE header');
  }
  let format: WavFormat | undefined;
  let offset = 12;
  while (offset + 8 <= head.length) {
    const id = textAt(view, offset);
    const size = view.getUint32(offset + 4, true);
    const inHead = head.length - offset - 8;
    if (id === 'fmt ' && size >= 16 && inHead >= 16) {
      format = readFormat(view, offset + 8, Math.min(size, inHead));
    }
    if (id === 'data') {
      if (format === undefined) break;
      const left = fileBytes - offset - 8;
      const dataBytes = openSizes.includes(size) ? left : Math.min(size, left);
      const decode = decoderOf(format, name, channel);
      const { sampleRateHz, blockBytes } = format;
      if (dataBytes < blockBytes) throw wavError(name, 'wav-empty', 'holds no audio (0 samples)');
      return { sampleRateHz, dataAt: offset + 8, dataBytes, blockBytes, decode };
    }
    offset += 8 + size + (size % 2);
  }
  if (offset + 8 <= fileBytes && head.length < fileBytes) return undefined;
  throw wavError(
    name,
    'wav-truncated',
    `is incomplete: it ends after ${fileBytes} bytes without a ${format === undefined ? 'format' : 'data'} chunk`,
  );
}

/** Reads a whole WAV file; parameters and errors as of `readWavHead`. */
export function parseWav(bytes: Uint8Array, name: string, channel?: number): WavAudio {
  const content = readWavHead(bytes, bytes.length, name, channel);
  if (content === undefined) throw new Error('the whole of a file is more than its head');
  const { sampleRateHz, dataAt, dataBytes, decode } = content;
  return { samples: decode(bytes.subarray(dataAt, dataAt + dataBytes)), sampleRateHz };
}

/**
 * The 44-byte header for 16-bit PCM. A size that does not fit into 32 bits is written as 0xFFFFFFFF ("to the end").
 * @param dataBytes bytes of audio that follow
 */
export function wavHeader(sampleRateHz: number, channels: number, dataBytes: number): Uint8Array {
  const header = new Uint8Array(headerBytes);
  const view = new DataView(header.buffer);
  const text = (offset: number, letters: string): void => {
    for (let index = 0; index < letters.length; index += 1) {
      view.setUint8(offset + index, letters.charCodeAt(index));
    }
  };
  text(0, 'RIFF');
  view.setUint32(4, Math.min(dataBytes + headerBytes - 8, 0xffff_ffff), true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, sampleRateHz * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, Math.min(dataBytes, 0xffff_ffff), true);
  return header;
}

/** A whole 16-bit PCM WAV file; `samples` are interleaved when there are several channels. */
export function encodeWav(samples: Int16Array, sampleRateHz: number, channels = 1): Uint8Array {
  const file = new Uint8Array(headerBytes + samples.byteLength);
  file.set(wavHeader(sampleRateHz, channels, samples.byteLength));
  file.set(samplesToBytes(samples), headerBytes);
  return file;
}

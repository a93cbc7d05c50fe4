import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { decodeALaw, decodeMuLaw } from '../audio/pure/g711.js';
import { bytesToSamples } from '../audio/pure/pcm.js';
import { VoiceliveError, exitCodes, messageOf } from '../shared/errors.js';

/** Chunks before the sound take no more than this. */
const headBytes = 64 * 1024;

interface Layout {
  readonly rateHz: number;
  readonly channels: number;
  readonly decode: (bytes: Uint8Array) => Int16Array;
  readonly sampleBytes: number;
  /** Where the sound begins. */
  readonly dataAt: number;
}

/** The sound of a recording, both sides mixed; read in pieces, also while it grows. */
export interface RecordedSound {
  readonly rateHz: number;
  /** Samples that the file has by now. */
  readonly length: () => number;
  /** Mono samples from `from` on; what is outside the file is silence. */
  readonly read: (from: number, count: number) => Int16Array;
  readonly close: () => void;
}

/**
 * Opens a recording's WAV: PCM16, as it is recorded, or G.711.
 * @throws VoiceliveError `sound-not-readable`, exit code 2
 */
export function openRecordedSound(path: string): RecordedSound {
  let file: number | undefined;
  try {
    const opened = openSync(path, 'r');
    file = opened;
    const { rateHz, channels, decode, sampleBytes, dataAt } = layoutOf(
      bytesAt(opened, 0, headBytes),
    );
    const frameBytes = sampleBytes * channels;
    return {
      rateHz,
      // By the file's size, not by its header: the sound may still be growing.
      length: () => Math.max(0, Math.floor((fstatSync(opened).size - dataAt) / frameBytes)),
      read: (from, count) => {
        const mixed = new Int16Array(count);
        const first = Math.max(0, from);
        const wanted = Math.max(0, from + count - first);
        const samples = decode(bytesAt(opened, dataAt + first * frameBytes, wanted * frameBytes));
        mix(samples, channels, mixed.subarray(first - from));
        return mixed;
      },
      close: () => {
        closeSync(opened);
      },
    };
  } catch (cause) {
    if (file !== undefined) closeSync(file);
    throw new VoiceliveError(`The sound ${path} cannot be read: ${messageOf(cause)}.`, {
      code: 'sound-not-readable',
      exitCode: exitCodes.usage,
      cause,
    });
  }
}

function mix(samples: Int16Array, channels: number, into: Int16Array): void {
  const frames = Math.min(into.length, Math.floor(samples.length / channels));
  for (let frame = 0; frame < frames; frame += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1)
      sum += samples[frame * channels + channel] ?? 0;
    into[frame] = Math.max(-32_768, Math.min(32_767, sum));
  }
}

/** Fewer at the end of the file. */
function bytesAt(file: number, position: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  let read = 0;
  while (read < count) {
    const more = readSync(file, bytes, read, count - read, position + read);
    if (more === 0) break;
    read += more;
  }
  return bytes.subarray(0, read);
}

/** @throws Error when it is no WAV, or of another kind than recordings are */
function layoutOf(head: Uint8Array): Layout {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const textAt = (at: number): string => Buffer.from(head.subarray(at, at + 4)).toString('latin1');
  if (!['RIFF', 'RF64'].includes(textAt(0)) || textAt(8) !== 'WAVE')
    throw new Error('it is not a WAV file');
  let format: Omit<Layout, 'dataAt'> | undefined;
  for (let at = 12; at + 8 <= head.length;) {
    const size = view.getUint32(at + 4, true);
    if (textAt(at) === 'fmt ' && at + 24 <= head.length) format = formatAt(view, at + 8);
    if (textAt(at) === 'data' && format !== undefined) return { ...format, dataAt: at + 8 };
    at += 8 + size + (size % 2);
  }
  throw new Error('it ends before the sound begins');
}

function formatAt(view: DataView, at: number): Omit<Layout, 'dataAt'> {
  const code = view.getUint16(at, true);
  const channels = view.getUint16(at + 2, true);
  const rateHz = view.getUint32(at + 4, true);
  const bits = view.getUint16(at + 14, true);
  const decode = decoders.get(`${code}/${bits}`);
  if (decode === undefined || channels < 1 || channels > 2)
    throw new Error(`format ${code} with ${bits} bits and ${channels} channels is not supported`);
  return { rateHz, channels, decode, sampleBytes: bits / 8 };
}

const decoders: ReadonlyMap<string, (bytes: Uint8Array) => Int16Array> = new Map([
  ['1/16', bytesToSamples],
  ['6/8', decodeALaw],
  ['7/8', decodeMuLaw],
]);

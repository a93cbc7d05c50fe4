import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { decodeALaw, decodeMuLaw } from '../audio/pure/g711.js';
import { bytesToSamples } from '../audio/pure/pcm.js';
import { readWavLayout, wavHeadBytes, type WavLayout } from '../recording/wav-layout.js';
import { VoiceliveError, exitCodes, messageOf } from '../shared/errors.js';

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
    const layout = readWavLayout(bytesAt(opened, 0, wavHeadBytes));
    const { rateHz, channels, dataAt } = layout;
    const { decode, sampleBytes } = soundFormat(layout);
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
function soundFormat({ code, channels, bits }: WavLayout): {
  readonly decode: (bytes: Uint8Array) => Int16Array;
  readonly sampleBytes: number;
} {
  const decode = decoders.get(`${code}/${bits}`);
  if (decode === undefined || channels < 1 || channels > 2)
    throw new Error(`format ${code} with ${bits} bits and ${channels} channels is not supported`);
  return { decode, sampleBytes: bits / 8 };
}

const decoders: ReadonlyMap<string, (bytes: Uint8Array) => Int16Array> = new Map([
  ['1/16', bytesToSamples],
  ['6/8', decodeALaw],
  ['7/8', decodeMuLaw],
]);

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { VoiceliveError, exitCodes, messageOf } from '../../shared/errors.js';
import type { WavTrack } from '../kernel/engine-types.js';
import { msToSamples } from '../pure/pcm.js';
import { readWavHead, type WavContent } from '../pure/wav.js';

/** Chunks before the audio rarely take more. */
const headBytes = 64 * 1024;

function unreadable(path: string, cause: unknown): VoiceliveError {
  return new VoiceliveError(`the WAV file ${path} cannot be read: ${messageOf(cause)}`, {
    code: 'wav-unreadable',
    hint: 'Check the path given to --mic.',
    exitCode: exitCodes.usage,
    cause,
  });
}

/** Audio of a WAV file in pieces, so that its size does not matter. */
export interface WavSource {
  readonly sampleRateHz: number;
  /** The next samples, fewer at the end, then none. */
  readonly next: (count: number) => Int16Array;
  readonly close: () => void;
}

/**
 * Opens a WAV file, or reads a pipe.
 * @throws VoiceliveError exit code 2: `wav-unreadable`, or as `readWavHead`
 */
export async function openWav(path: string, track: WavTrack | undefined): Promise<WavSource> {
  try {
    if ((await stat(path)).isFile()) return openFile(path, track);
    // A pipe has no size and is read only once.
    const bytes = await readFile(path);
    return sourceOf((at, count) => bytes.subarray(at, at + count), bytes.length, path, track);
  } catch (cause) {
    throw cause instanceof VoiceliveError ? cause : unreadable(path, cause);
  }
}

function openFile(path: string, track: WavTrack | undefined): WavSource {
  const file = openSync(path, 'r');
  const close = (): void => {
    closeSync(file);
  };
  try {
    const read = (at: number, count: number): Uint8Array => {
      const bytes = new Uint8Array(count);
      return bytes.subarray(0, readSync(file, bytes, 0, count, at));
    };
    return sourceOf(read, fstatSync(file).size, path, track, close);
  } catch (cause) {
    close();
    throw cause;
  }
}

function sourceOf(
  read: (at: number, count: number) => Uint8Array,
  fileBytes: number,
  path: string,
  track: WavTrack | undefined,
  close = (): void => undefined,
): WavSource {
  let content: WavContent | undefined;
  for (let size = headBytes; content === undefined; size *= 8)
    content = readWavHead(read(0, Math.min(size, fileBytes)), fileBytes, path, track?.channel);
  const { sampleRateHz, dataAt, dataBytes, blockBytes, decode } = content;
  const end = dataAt + dataBytes;
  let at = dataAt + msToSamples(track?.fromMs ?? 0, sampleRateHz) * blockBytes;
  return {
    sampleRateHz,
    next: (count) => {
      const from = at;
      at = Math.min(end, at + count * blockBytes);
      return decode(from < at ? read(from, at - from) : new Uint8Array(0));
    },
    close,
  };
}

import { readFile, stat } from 'node:fs/promises';
import { VoiceliveError, exitCodes, messageOf } from '../../shared/errors.js';
import { parseWav } from '../pure/wav.js';
import type { WavAudio } from '../pure/wav.js';

/** About 90 minutes at CD quality; more would need too much memory. */
const maxFileBytes = 1_000_000_000;

/**
 * Reads a WAV file whole.
 * @param hint what to do about a file that cannot be read
 * @param channel as of `parseWav`
 * @throws VoiceliveError exit code 2: `wav-unreadable`, or as `parseWav`
 */
export async function readWav(path: string, hint: string, channel?: number): Promise<WavAudio> {
  let bytes: Uint8Array;
  try {
    const found = await stat(path);
    // A FIFO would wait for its other end.
    if (!found.isFile()) throw new Error('it is not a regular file');
    if (found.size > maxFileBytes)
      throw new Error(`it has ${found.size} bytes, expected at most 1 GB`);
    bytes = await readFile(path);
  } catch (cause) {
    throw new VoiceliveError(`the WAV file ${path} cannot be read: ${messageOf(cause)}`, {
      code: 'wav-unreadable',
      hint,
      exitCode: exitCodes.usage,
      cause,
    });
  }
  return parseWav(bytes, path, channel);
}

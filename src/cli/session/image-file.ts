import { constants, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';

/** Ten megabytes: with base64 around it an event stays below the 15 MiB that the service takes for one of audio. */
const maxImageBytes = 10_000_000;

/**
 * A picture of this machine as a data URL, for an `input_image` content part. What it is, its first bytes say, not its
 * name.
 * @throws VoiceliveError exit code 2 when it is not a regular file, cannot be read, is neither PNG nor JPEG, or is
 *   larger than 10 MB
 */
export async function readImageFile(path: string): Promise<string> {
  const bytes = await readBounded(path);
  if (bytes.length > maxImageBytes) {
    throw unusable(`${path} is larger than 10 MB`, 'Make the image smaller.');
  }
  const type = imageType(bytes);
  if (type === undefined) {
    throw unusable(`${path} is neither a PNG nor a JPEG image`, 'Convert it to one of them.');
  }
  return `data:${type};base64,${bytes.toString('base64')}`;
}

/** One byte more than allowed, at most: enough to know that it is too much. */
async function readBounded(path: string): Promise<Buffer> {
  try {
    // Opening a device can have effects of its own, and opening a FIFO waits for its other end.
    checkRegular(await stat(path));
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const info = await file.stat();
      checkRegular(info);
      const size = Math.min(info.size, maxImageBytes + 1);
      const { bytesRead, buffer } = await file.read(Buffer.alloc(size), 0, size, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (thrown) {
    throw unusable(`${path} cannot be read: ${messageOf(thrown)}`, 'Check the path.', thrown);
  }
}

function checkRegular(info: Stats): void {
  if (!info.isFile()) throw new Error('it is not a regular file');
}

function imageType(bytes: Buffer): 'image/png' | 'image/jpeg' | undefined {
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))
    return 'image/png';
  return bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) ? 'image/jpeg' : undefined;
}

function unusable(sentence: string, hint: string, cause?: unknown): VoiceliveError {
  return new VoiceliveError(sentence, { code: 'image', hint, exitCode: exitCodes.usage, cause });
}

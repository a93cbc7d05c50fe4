import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { VoiceliveError, exitCodes, messageOf } from '../shared/errors.js';
import type { RenderedPage } from './render-page.js';

/** Base64 of so many bytes is in one element: whole groups of three. */
const blockBytes = 3 * 1024 * 1024;

/**
 * Writes a page with its audio, under another name until it is whole. Returns its size in bytes.
 * @throws VoiceliveError `page-not-written`, exit code 2, where the file system refuses
 */
export async function writePage(
  path: string,
  { head, tail }: RenderedPage,
  audio?: AsyncIterable<Uint8Array>,
): Promise<number> {
  const temporary = `${path}.${process.pid}.part`;
  let file: FileHandle | undefined;
  try {
    file = await open(temporary, 'w');
    await file.appendFile(head);
    for await (const block of blocksOf(audio ?? []))
      await file.appendFile(
        `<script type="text/plain" class="audio">${block.toString('base64')}</script>\n`,
      );
    await file.appendFile(tail);
    const { size } = await file.stat();
    await file.close();
    await rename(temporary, path);
    return size;
  } catch (cause) {
    await file?.close();
    await rm(temporary, { force: true });
    if (cause instanceof VoiceliveError) throw cause;
    throw new VoiceliveError(`${path} cannot be written: ${messageOf(cause)}`, {
      code: 'page-not-written',
      exitCode: exitCodes.usage,
      cause,
    });
  }
}

async function* blocksOf(
  pieces: AsyncIterable<Uint8Array> | readonly never[],
): AsyncGenerator<Buffer> {
  const block = Buffer.alloc(blockBytes);
  let filled = 0;
  for await (const piece of pieces)
    for (let from = 0; from < piece.length;) {
      const part = piece.subarray(from, from + blockBytes - filled);
      block.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < blockBytes) continue;
      yield block;
      filled = 0;
    }
  if (filled > 0) yield block.subarray(0, filled);
}

import { createWriteStream } from 'node:fs';
import { open, statfs } from 'node:fs/promises';
import { posix, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Entry, ZipFile } from 'yauzl';
import { VoiceliveError, exitCodes, messageOf } from '../../shared/errors.js';

/** A zip of recordings has few files; a longer list is not read. */
const maxEntries = 10_000;
/** What the unpacked files leave free on the disk. */
const reserveBytes = 256 * 1024 * 1024;
const neededFiles: readonly string[] = ['events.jsonl', 'session.wav'];
const videoFile = /^video\.[a-z0-9]{1,12}$/;
/** Starts a zip file, or is the end of one without files. */
const zipStarts: readonly string[] = ['PK\u0003\u0004', 'PK\u0005\u0006'];

/** Whether a path is a zip file, by its first bytes. False for what cannot be read. */
export async function isZip(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  try {
    const { buffer } = (await file?.read(Buffer.alloc(4), 0, 4, 0)) ?? { buffer: Buffer.alloc(0) };
    return zipStarts.includes(buffer.toString('latin1'));
  } catch {
    // A folder.
    return false;
  } finally {
    await file?.close();
  }
}

/**
 * Unpacks the one recording in a zip file: its log, its sound and its video, wherever in the zip their folder is.
 * @param folder is there, and empty
 * @throws VoiceliveError `zip-unusable`, exit code 2
 */
export async function unpack(path: string, folder: string): Promise<void> {
  const { default: yauzl } = await import('yauzl');
  try {
    const zip = await yauzl.openPromise(path, { autoClose: false });
    try {
      const entries = onlyRecording(await filesOf(zip));
      await checkSpace(entries, folder);
      for (const entry of entries) {
        const target = join(folder, posix.basename(entry.fileName));
        // A file that is longer than its entry says ends in an error.
        await pipeline(
          await zip.openReadStreamPromise(entry),
          createWriteStream(target, { flags: 'wx', mode: 0o600 }),
        );
      }
    } finally {
      zip.close();
    }
  } catch (thrown) {
    throw new VoiceliveError(`${path} cannot be used: ${messageOf(thrown).replace(/\.$/, '')}.`, {
      code: 'zip-unusable',
      hint: 'Name a zip file of the folder of one recording, or unpack it and name the folder.',
      exitCode: exitCodes.usage,
      cause: thrown,
    });
  }
}

async function filesOf(zip: ZipFile): Promise<readonly Entry[]> {
  if (zip.entryCount > maxEntries) throw new Error(`it has more than ${maxEntries} files`);
  const entries: Entry[] = [];
  // Names that lead out of the zip's own folder end this in an error.
  for await (const entry of zip.eachEntry()) {
    const name = posix.basename(entry.fileName);
    const isPart = neededFiles.includes(name) || videoFile.test(name);
    if (isPart && !entry.fileName.endsWith('/') && !entry.fileName.startsWith('__MACOSX/'))
      entries.push(entry);
  }
  return entries;
}

function onlyRecording(entries: readonly Entry[]): readonly Entry[] {
  const names = entries.map(({ fileName }) => fileName);
  const folders = [...new Set(names.map((name) => posix.dirname(name)))];
  if (folders.length === 0) throw new Error('it holds neither events.jsonl nor session.wav');
  if (folders.length > 1)
    throw new Error(`it holds ${folders.length} recordings: ${folders.slice(0, 3).join(', ')}`);
  if (new Set(names).size < names.length) throw new Error('it holds files of the same name');
  if (entries.some((entry) => entry.isEncrypted())) throw new Error('it is encrypted');
  return entries;
}

async function checkSpace(entries: readonly Entry[], folder: string): Promise<void> {
  const bytes = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  const { bavail, bsize } = await statfs(folder);
  if (bytes + reserveBytes > bavail * bsize)
    throw new Error(`its ${Math.ceil(bytes / 1e6)} MB do not fit on the disk of ${folder}`);
}

import { constants } from 'node:fs';
import { copyFile, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';

/** Ends the name of a file that is being written beside the one that it will replace. */
const aside = '.repairing';

/**
 * Changes a copy of a file, brings it to the disk and only then puts it in the file's place: whatever happens meanwhile,
 * there is the old file or the new one. What an earlier try left behind is overwritten.
 * @param start what the copy begins as: all of the file, or nothing
 */
export async function replaceFile(
  path: string,
  start: 'copy' | 'empty',
  change: (copy: FileHandle) => Promise<void>,
): Promise<void> {
  const copyPath = `${path}${aside}`;
  const { mode } = await stat(path);
  try {
    await rm(copyPath, { force: true });
    if (start === 'copy') await copyFile(path, copyPath, constants.COPYFILE_FICLONE);
    const copy = await open(copyPath, start === 'copy' ? 'r+' : 'wx', mode);
    try {
      await change(copy);
      await copy.sync();
    } finally {
      await copy.close();
    }
    await rename(copyPath, path);
  } finally {
    await rm(copyPath, { force: true });
  }
}

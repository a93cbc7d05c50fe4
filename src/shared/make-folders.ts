import { access, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that do not exist. Not `recursive`: that never ends where a folder cannot be made
 * although its parent is there, as in /proc.
 */
export async function makeFolders(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(path) === path) throw thrown;
    await access(dirname(path)).then(
      () => {
        throw thrown;
      },
      () => makeFolders(dirname(path), mode),
    );
    await mkdir(path, { mode });
  }
}

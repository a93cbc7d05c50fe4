import { readdir } from 'node:fs/promises';

/** Names offered from one folder. */
const maxNames = 500;

/**
 * The names in a folder, folders with a slash at their end; hidden ones are left out. What cannot be read has none.
 * @param directory as typed: empty for the working folder
 */
export async function listFiles(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory === '' ? '.' : directory, { withFileTypes: true });
    return entries
      .filter(({ name }) => !name.startsWith('.'))
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort()
      .slice(0, maxNames);
  } catch {
    // A folder that does not exist (yet) is normal while its name is being typed.
    return [];
  }
}

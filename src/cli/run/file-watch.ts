import { statSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { messageOf, VoiceliveError } from '../../shared/errors.js';

/** Editors write a file in several steps. */
const quietMs = 100;

/** What a new file that is a script, or has some in it, looks like; editors write others as well. */
const scriptName = /\.(?:ya?ml|txt)$/;

/** Waits for a change of files: of their folders, as many editors replace a file; and for new files in folders. */
export class FileWatch {
  /** Resolves to the path of what changed last. */
  readonly changed: Promise<string>;
  readonly #watchers: FSWatcher[] = [];
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param open folders in which any script counts
   * @throws VoiceliveError when the system cannot watch a folder
   */
  constructor(files: readonly string[], open: readonly string[]) {
    const folders = new Map<string, Set<string>>(open.map((folder) => [folder, new Set()]));
    for (const file of files) {
      const folder = normalize(dirname(file));
      folders.set(folder, (folders.get(folder) ?? new Set()).add(basename(file)));
    }
    const isNew = (folder: string, name: string): boolean =>
      open.includes(folder) && (scriptName.test(name) || isFolder(join(folder, name)));
    this.changed = new Promise((resolve, reject) => {
      for (const [folder, names] of folders) {
        const watcher = this.#open(folder, (name) => {
          if (name !== null && !names.has(name) && !isNew(folder, name)) return;
          clearTimeout(this.#timer);
          this.#timer = setTimeout(resolve, quietMs, join(folder, name ?? ''));
        });
        watcher.on('error', (error) => {
          reject(cannotWatch(folder, error));
        });
      }
    });
    // Nobody may wait yet.
    this.changed.catch(() => undefined);
  }

  /** Idempotent. */
  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.splice(0)) watcher.close();
  }

  #open(folder: string, onName: (name: string | null) => void): FSWatcher {
    try {
      const watcher = watch(folder, (_event, name) => {
        onName(name);
      });
      this.#watchers.push(watcher);
      return watcher;
    } catch (thrown) {
      this.close();
      throw cannotWatch(folder, thrown);
    }
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function cannotWatch(folder: string, thrown: unknown): VoiceliveError {
  return new VoiceliveError(`Cannot watch ${folder}: ${messageOf(thrown)}`, {
    code: 'watch',
    hint: 'Run without --watch.',
    cause: thrown,
  });
}

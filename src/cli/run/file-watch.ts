import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import { messageOf, VoiceliveError } from '../../shared/errors.js';

/** Editors write a file in several steps. */
const quietMs = 100;

/** Waits for a change of files: of their folders, as many editors replace a file. */
export class FileWatch {
  readonly changed: Promise<void>;
  readonly #watchers: FSWatcher[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @throws VoiceliveError when the system cannot watch a folder */
  constructor(files: readonly string[]) {
    const folders = new Map<string, Set<string>>();
    for (const file of files) {
      const names = folders.get(dirname(file)) ?? new Set();
      folders.set(dirname(file), names.add(basename(file)));
    }
    this.changed = new Promise((resolve, reject) => {
      for (const [folder, names] of folders) {
        const watcher = this.#open(folder, (name) => {
          if (name !== null && !names.has(name)) return;
          clearTimeout(this.#timer);
          this.#timer = setTimeout(resolve, quietMs);
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

function cannotWatch(folder: string, thrown: unknown): VoiceliveError {
  return new VoiceliveError(`Cannot watch ${folder}: ${messageOf(thrown)}`, {
    code: 'watch',
    hint: 'Run without --watch.',
    cause: thrown,
  });
}

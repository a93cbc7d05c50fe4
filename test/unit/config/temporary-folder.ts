import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';

/** A folder of its own for each test, removed afterwards; `write` gives the file's path. */
export function useTemporaryFolder(): {
  path(name: string): string;
  write(name: string, content: string | Uint8Array): string;
} {
  let folder: string | undefined;
  const path = (name: string): string => {
    folder ??= mkdtempSync(join(tmpdir(), 'voicelive-test-'));
    return join(folder, name);
  };
  afterEach(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    folder = undefined;
  });
  return {
    path,
    write(name, content) {
      const file = path(name);
      writeFileSync(file, content);
      return file;
    },
  };
}

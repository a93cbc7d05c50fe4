import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

function findPackageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json of voicelive was not found');
    folder = parent;
  }
  return folder;
}

/** Folder of the installed package, where package.json is, whether run from dist/ or from src/. */
export const packageRoot = findPackageRoot();

/** Path of a bundled entry in dist/, e.g. `audio-host.cjs`; child processes and workers always run built code. */
export function builtFile(name: string): string {
  return join(packageRoot, 'dist', name);
}

import { statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { ToolSpec } from '../../tools/tool-spec.js';

/** Files below a tool's folder or the working folder that its command starts or names, such as the script after `node`. */
export function toolFiles(
  tools: readonly ToolSpec[],
  workingFolder: string = process.cwd(),
): readonly string[] {
  return tools.flatMap(({ action }) => {
    if (action.kind !== 'command') return [];
    const { program, args, directory } = action;
    return [program, ...args]
      .map((word) => resolve(directory, word))
      .filter((path) => isBelow(directory, path) || isBelow(workingFolder, path))
      .filter(isFile);
  });
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way.split(sep)[0] !== '..' && !isAbsolute(way);
}

/** A word of a command may be anything, also too long for a name. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** True when a program of this name is on PATH. */
export function hasProgram(name: string, path = process.env['PATH'] ?? ''): boolean {
  return path
    .split(delimiter)
    .some(
      (folder) => folder !== '' && endings().some((end) => isProgram(join(folder, name + end))),
    );
}

/** True when this program can be started in a folder: by its path, relative to the folder, or by its name on PATH. */
export function canStart(program: string, folder: string): boolean {
  if (!/[/\\]/.test(program)) return hasProgram(program);
  return endings().some((end) => isProgram(resolve(folder, program + end)));
}

/** Windows finds `name.exe` as `name`. */
function endings(): readonly string[] {
  return process.platform === 'win32' ? ['', ...(process.env['PATHEXT'] ?? '').split(';')] : [''];
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

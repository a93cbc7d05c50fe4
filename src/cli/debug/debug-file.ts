import { appendFileSync, chmodSync, renameSync, statSync } from 'node:fs';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import type { JsonObject } from '../../shared/json.js';

/** Of a file; a full one becomes FILE.1, so that the newest lines are always there. */
const maxFileBytes = 4 * 1024 * 1024;
/** Of a line; a longer one is cut, and says so. */
const maxLineLength = 16_384;
const fileMode = 0o600;

/** A log of at most two files of 4 MiB, which only its owner may read. Lines are in the file when `write` returns. */
export class DebugFile {
  readonly #path: string;

  /** @throws VoiceliveError exit code 2 when nothing can be written there */
  constructor(path: string) {
    this.#path = path;
    try {
      appendFileSync(path, '', { mode: fileMode });
      // It may have been there before, open to everybody.
      if (statSync(path).isFile()) chmodSync(path, fileMode);
    } catch (thrown) {
      throw new VoiceliveError(`flag --debug: ${path} cannot be written: ${messageOf(thrown)}`, {
        code: 'debug-file',
        hint: 'Name a file in a folder that exists and can be written.',
        exitCode: exitCodes.usage,
        cause: thrown,
      });
    }
  }

  /** @throws Error when the disk takes no more */
  write(line: JsonObject): void {
    const whole = JSON.stringify(line);
    const { at, step } = line;
    const text =
      whole.length <= maxLineLength
        ? whole
        : JSON.stringify({ at, step, cut: whole.slice(0, maxLineLength / 2) });
    const file = statSync(this.#path, { throwIfNoEntry: false });
    if (file?.isFile() && file.size + text.length > maxFileBytes)
      renameSync(this.#path, `${this.#path}.1`);
    appendFileSync(this.#path, `${text}\n`, { mode: fileMode });
  }
}

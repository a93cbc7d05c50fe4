import { readTextFile } from '../../documents/text-file.js';
import type { LineAt } from '../../script/check/failure-text.js';
import { VoiceliveError } from '../../shared/errors.js';

/** Reads lines of scripts, each file once; a script from stdin has none. */
export function createLineReader(): LineAt {
  const files = new Map<string, readonly string[]>();
  return ({ file, line }) => {
    let lines = files.get(file);
    if (lines === undefined) {
      lines = linesOf(file);
      files.set(file, lines);
    }
    return lines[line - 1];
  };
}

function linesOf(file: string): readonly string[] {
  if (file === '-') return [];
  try {
    return readTextFile(file, 'script').split(/\r\n|\n|\r/);
  } catch (thrown) {
    // It was there when the script was read; its line is a help, no more.
    if (thrown instanceof VoiceliveError) return [];
    throw thrown;
  }
}

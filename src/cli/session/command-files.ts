import { readSessionFile } from '../../config/session/session-file.js';
import { readDocument } from '../../documents/document.js';
import { readTextFile } from '../../documents/text-file.js';
import type { FileUse } from '../../session/inputs.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { isJsonArray, isJsonObject, toJson, type JsonObject } from '../../shared/json.js';

/**
 * The content of a file that a command names: `text`, `session` or `items`.
 * @throws VoiceliveError when it cannot be read, or has mistakes in it
 */
export function readFileFor(use: Exclude<FileUse, 'tools'>, path: string): JsonObject {
  switch (use) {
    case 'instructions':
      return { text: readTextFile(path, '/instructions') };
    case 'session':
      return { session: toJson(readSessionFile(path, '/session')) };
    case 'seed': {
      const { value } = readDocument(path, '/seed');
      const items = isJsonObject(value) ? value['items'] : value;
      if (isJsonArray(items)) return { items };
      throw new VoiceliveError(`${path}: expected a list of items, such as "- user: hello".`, {
        code: 'seed-file',
        exitCode: exitCodes.usage,
      });
    }
  }
}

import type { RequestSession } from '../../protocol/generated/types.js';
import { checkRequestSession, isRequestSession } from '../../protocol/limits.js';
import { readDocument } from '../../documents/document.js';

/**
 * The session of a YAML or JSON file: the `session` object of `session.update`, every part of it checked.
 * @throws VoiceliveError exit code 2 with every problem, its path, line, column and nearest valid spelling
 */
export function readSessionFile(path: string, where = 'flag --session'): RequestSession {
  const document = readDocument(path, where);
  const { value } = document;
  if (isRequestSession(value)) return value;
  throw document.invalid(checkRequestSession(value));
}

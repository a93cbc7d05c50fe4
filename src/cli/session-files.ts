import { readDocument } from '../config/document.js';
import { readSessionFile } from '../config/session-file.js';
import type { RequestSession } from '../protocol/generated/types.js';
import { parseToolFile } from '../tools/tool-file.js';
import type { ToolSpec } from '../tools/tool-spec.js';

/** What the files say that were given. */
export interface SessionFiles {
  readonly session?: RequestSession;
  readonly tools?: readonly ToolSpec[];
}

/**
 * Reads the files of --session and --tools.
 * @throws VoiceliveError exit code 2 with everything that is wrong in one of them
 */
export function readSessionFiles(
  session: string | undefined,
  tools: string | undefined,
): SessionFiles {
  return {
    ...(tools === undefined ? {} : { tools: parseToolFile(readDocument(tools, 'flag --tools')) }),
    ...(session === undefined ? {} : { session: readSessionFile(session) }),
  };
}

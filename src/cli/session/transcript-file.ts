import { writeFile } from 'node:fs/promises';
import type { SessionState } from '../../session/state.js';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { renderTranscript } from '../../tui/plain/exit-transcript.js';
import { transcriptMarkdown } from '../../tui/plain/transcript-markdown.js';

/**
 * Writes the transcript to a file: text when its name ends in .txt, else Markdown. Gives the file's path.
 * @throws VoiceliveError when the file exists and may not be overwritten, or cannot be written
 */
export async function writeTranscript(
  state: SessionState,
  { path = ownName(), overwrite }: { readonly path?: string; readonly overwrite?: true },
): Promise<string> {
  const content = path.toLowerCase().endsWith('.txt')
    ? renderTranscript(state)
    : transcriptMarkdown(state);
  try {
    await writeFile(path, content, { flag: overwrite === true ? 'w' : 'wx' });
    return path;
  } catch (thrown) {
    const exists = thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
    const sentence = exists
      ? `Not saved: ${path} exists. To overwrite it: /save --force ${path}`
      : `Not saved: ${path}: ${messageOf(thrown)}`;
    throw new VoiceliveError(sentence, {
      code: 'transcript-file',
      exitCode: exitCodes.usage,
      cause: thrown,
    });
  }
}

/** `voicelive-2026-11-21-201502.md`, in the working folder. */
function ownName(): string {
  const [day = '', time = ''] = new Date().toISOString().split('T');
  return `voicelive-${day}-${time.slice(0, 8).replaceAll(':', '')}.md`;
}

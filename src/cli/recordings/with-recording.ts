import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkReadable } from '../../recording/reader.js';
import { isZip, unpack } from '../../recording/zip/unpack.js';
import { closeBeforeExit, exitProgram } from '../terminal/exit-program.js';
import { watchOutsideEnd } from '../terminal/outside-end.js';

/**
 * Uses a recording that may be in a zip file. What is unpacked is deleted afterwards, and when the program is ended or
 * breaks down.
 * @param use gets the folder, or the path as it is when it is no zip file
 * @param terms `endsAtSignals`: whether a signal ends the program while the recording is used; by default it does
 * @throws VoiceliveError `zip-unusable`, exit code 2
 */
export async function withRecording<Result>(
  path: string,
  use: (folder: string) => Promise<Result>,
  { endsAtSignals = true } = {},
): Promise<Result> {
  await checkReadable(path);
  if (!(await isZip(path))) return use(path);
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-zip-'));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const closed = closeBeforeExit(close);
  const outside = watchOutsideEnd();
  void outside.exitCode.then(exitProgram);
  try {
    await unpack(path, folder);
    if (!endsAtSignals) outside.stop();
    return await use(folder);
  } finally {
    outside.stop();
    closed();
    await close();
  }
}

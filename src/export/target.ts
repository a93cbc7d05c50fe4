import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { VoiceliveError, exitCodes, messageOf } from '../shared/errors.js';

export interface TargetOptions {
  /** Replace files that exist. */
  readonly force: boolean;
}

/**
 * Writes a file that only its owner may read: it holds a conversation. It has its name once it is whole; one that exists
 * is replaced only by `force`, a device or pipe is written to as it is.
 * @throws VoiceliveError `output-exists` or `output-failed`, exit code 2
 */
export async function writeTarget(
  path: string,
  { force }: TargetOptions,
  write: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const found = await kindOf(path);
  if (found === 'file' && !force) throw outputExists(path);
  const isDirect = found === 'special';
  const part = isDirect ? path : `${path}.${process.pid}.part`;
  const file = await attempt(path, () => open(part, isDirect ? 'w' : 'wx', 0o600));
  try {
    await write(file);
    await file.close();
    if (!isDirect) await attempt(path, () => rename(part, path));
  } catch (cause) {
    await file.close();
    if (!isDirect) await rm(part, { force: true });
    throw cause;
  }
}

/** Writes texts as they come. */
export async function writeText(file: FileHandle, pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of gathered(pieces)) await file.appendFile(piece);
}

/** Pieces of some size: a system call for each word would take longer than the words. */
export async function* gathered(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  const leastCharacters = 65_536;
  let waiting: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < leastCharacters) continue;
    yield waiting.join('');
    waiting = [];
    length = 0;
  }
  yield waiting.join('');
}

/**
 * Makes a new folder that only its owner may read.
 * @throws VoiceliveError `output-exists` or `output-failed`, exit code 2
 */
export async function makeFolder(path: string): Promise<void> {
  if ((await kindOf(path)) !== 'none') throw outputExists(path);
  await attempt(path, () => mkdir(path, { mode: 0o700 }));
}

function outputExists(path: string): VoiceliveError {
  return new VoiceliveError(`${path} exists already.`, {
    code: 'output-exists',
    hint: 'Choose another --output, or replace it with --force.',
    exitCode: exitCodes.usage,
  });
}

async function kindOf(path: string): Promise<'none' | 'file' | 'special'> {
  try {
    const found = await stat(path);
    return found.isFile() || found.isDirectory() ? 'file' : 'special';
  } catch {
    return 'none';
  }
}

async function attempt<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    throw new VoiceliveError(`${path} cannot be written: ${messageOf(cause)}.`, {
      code: 'output-failed',
      hint: 'Choose another --output.',
      exitCode: exitCodes.usage,
      cause,
    });
  }
}

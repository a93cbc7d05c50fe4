import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exitCodes, messageOf, VoiceliveError } from '../shared/errors.js';
import { nearest } from '../shared/suggest.js';

/** Files that a user writes by hand are far smaller; more is the wrong file or an endless device. */
const maxFileBytes = 1024 * 1024;
/** How long the writer of a pipe may take. */
const maxPipeWaitMs = 5_000;
const pollMs = 10;
/** A pipe can be read once only, but options may be planned again, e.g. when no sound device opens. */
const readPipes = new Map<string, Buffer>();
const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * A text file of the user: UTF-8, at most 1 MiB. `where` names it in errors, e.g. `flag --session`.
 * @throws VoiceliveError exit code 2 when it cannot be read; never with the file's content
 */
export function readTextFile(path: string, where: string, pipeWaitMs = maxPipeWaitMs): string {
  let bytes: Buffer;
  try {
    bytes = readBounded(path, pipeWaitMs);
  } catch (thrown) {
    throw unreadable(path, where, thrown);
  }
  if (bytes.length > maxFileBytes) {
    throw wrongFile(where, `${path} is larger than 1 MiB`, 'Is it the right file?');
  }
  const text = new TextDecoder().decode(bytes);
  const flaw = /[\0\uFFFD]/.exec(text);
  if (flaw !== null && !isText(bytes)) {
    const before = text.slice(0, flaw.index).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
    throw wrongFile(where, `${path} is not a UTF-8 text file (${place})`, 'Is it the right file?');
  }
  return text;
}

/** Without bytes that are not UTF-8, and without NUL, which texts in UTF-16 and most other files have. */
function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

/**
 * Reads little more than allowed: enough to know that it is too much. Works for pipes, too, as `<(…)` of a shell makes
 * them: opening one that nobody writes to would block, signals included, so it is opened without waiting.
 */
function readBounded(path: string, pipeWaitMs: number): Buffer {
  const known = readPipes.get(path);
  if (known !== undefined) return known;
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const isPipe = fstatSync(file).isFIFO();
    const deadlineMs = Date.now() + pipeWaitMs;
    const chunks: Buffer[] = [];
    let size = 0;
    while (size <= maxFileBytes) {
      const chunk = readChunk(file);
      if (isPipe && (chunk === undefined || size + chunk.length === 0)) {
        if (Date.now() > deadlineMs) throw new Error('it is a pipe, and nothing was written to it');
        Atomics.wait(pause, 0, 0, pollMs);
        continue;
      }
      if (chunk === undefined || chunk.length === 0) break;
      chunks.push(chunk);
      size += chunk.length;
    }
    const bytes = Buffer.concat(chunks);
    if (isPipe) readPipes.set(path, bytes);
    return bytes;
  } finally {
    closeSync(file);
  }
}

/** Empty at the end; undefined for a pipe that has nothing to read yet. */
function readChunk(file: number): Buffer | undefined {
  const chunk = Buffer.alloc(64 * 1024);
  try {
    return chunk.subarray(0, readSync(file, chunk));
  } catch (thrown) {
    if (errorCode(thrown) === 'EAGAIN') return undefined;
    throw thrown;
  }
}

function unreadable(path: string, where: string, cause: unknown): VoiceliveError {
  switch (errorCode(cause)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return wrongFile(
        where,
        `${path} does not exist`,
        similarFile(path) ?? 'Check the path.',
        cause,
      );
    case 'EISDIR':
      return wrongFile(where, `${path} is a folder, not a file`, undefined, cause);
    case 'EACCES':
    case 'EPERM':
      return wrongFile(
        where,
        `${path} cannot be read: permission denied`,
        'Check its permissions.',
        cause,
      );
    default:
      return wrongFile(where, `${path} cannot be read: ${messageOf(cause)}`, undefined, cause);
  }
}

function errorCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** The file in the same folder with the most similar name, as a hint. */
function similarFile(path: string): string | undefined {
  try {
    const name = nearest(basename(path), readdirSync(dirname(path)));
    return name === undefined ? undefined : `Did you mean ${join(dirname(path), name)}?`;
  } catch {
    // The folder cannot be read either: there is nothing to suggest.
    return undefined;
  }
}

function wrongFile(where: string, problem: string, hint?: string, cause?: unknown): VoiceliveError {
  const subject = where.charAt(0).toUpperCase() + where.slice(1);
  return new VoiceliveError(`${subject}: ${problem}.`, {
    code: 'file-unreadable',
    exitCode: exitCodes.usage,
    cause,
    ...(hint === undefined ? {} : { hint }),
  });
}

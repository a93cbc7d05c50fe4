import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VoiceliveError, exitCodes, messageOf } from '../shared/errors.js';
import type { Input } from '../session/inputs.js';
import { LogReader, type LogAccount, type LogStart } from './log-reader.js';

/** A recorded session. */
export interface Recording extends LogStart, LogAccount {
  /** Feeding these to `update` gives the states that the session went through. */
  readonly inputs: readonly Input[];
}

/**
 * Reads the event log of a recording; a torn end, unknown fields and unknown lines do not stop it.
 * @param path folder of the recording, or its `events.jsonl`
 * @throws VoiceliveError `recording-not-readable`, `not-a-recording` or `recording-too-new`, exit code 2
 */
export async function readRecording(path: string): Promise<Recording> {
  const reader = new LogReader(path);
  const inputs: Input[] = [];
  for await (const chunk of chunksOf(path))
    for (const batch of reader.push(chunk)) inputs.push(...batch.inputs);
  for (const batch of reader.end()) inputs.push(...batch.inputs);
  const { start, account } = reader;
  // `end` has thrown when there is no header.
  if (start === undefined) throw new Error('a log without a header was read to its end');
  return { ...start, ...account, inputs };
}

/**
 * The bytes of an event log, a stretch at a time.
 * @throws VoiceliveError `recording-not-readable`, exit code 2
 */
export async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, 'events.jsonl') : path;
    for await (const chunk of createReadStream(file)) {
      if (chunk instanceof Buffer) yield chunk;
    }
  } catch (cause) {
    throw notReadable(path, cause);
  }
}

/**
 * Refuses what could only be waited for: a pipe, a device.
 * @throws VoiceliveError `recording-not-readable`, exit code 2; not for a path where nothing is
 */
export async function checkReadable(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isFile() || found.isDirectory()) return;
  throw notReadable(path, new Error('it is neither a folder nor a regular file'));
}

/** A recording that cannot be read. */
export function notReadable(path: string, cause: unknown): VoiceliveError {
  return new VoiceliveError(`The recording ${path} cannot be read: ${messageOf(cause)}.`, {
    code: 'recording-not-readable',
    hint: 'Use a folder made by `voicelive talk --record`, or its events.jsonl.',
    exitCode: exitCodes.usage,
    cause,
  });
}

/** A folder that holds neither of a recording's files. */
export function nothingRecorded(path: string): VoiceliveError {
  return new VoiceliveError(
    `${path} is not a recording: it has neither events.jsonl nor session.wav.`,
    {
      code: 'not-a-recording',
      hint: 'Name a folder that `voicelive talk --record` made, or the events.jsonl in it.',
      exitCode: exitCodes.usage,
    },
  );
}

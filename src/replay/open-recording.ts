import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VoiceliveError, exitCodes, messageOf } from '../shared/errors.js';
import { notReadable } from '../recording/reader.js';
import { LogFile } from './log-file.js';
import { openRecordedSound, type RecordedSound } from './wav-file.js';

/** What there is of a recording: its event log, its sound, or both. */
export interface OpenRecording {
  /** As it was named, for messages. */
  readonly path: string;
  readonly log: LogFile | undefined;
  readonly sound: RecordedSound | undefined;
  /** Why one of them is missing, a sentence. */
  readonly missing: string | undefined;
  readonly close: () => void;
}

/**
 * Opens what there is of a recording.
 * @param path folder of the recording, or its `events.jsonl`
 * @throws VoiceliveError `recording-not-readable` or `not-a-recording`, exit code 2, when there is nothing
 */
export function openRecording(path: string): OpenRecording {
  const isFolder = isDirectory(path);
  const logPath = isFolder ? join(path, 'events.jsonl') : path;
  const log = attempt(() => new LogFile(logPath));
  const sound = attempt(() => openRecordedSound(join(dirname(logPath), 'session.wav')));
  if (!isFolder && log.problem !== undefined) throw notReadable(path, log.problem);
  if (log.value === undefined && sound.value === undefined) {
    throw new VoiceliveError(
      `${path} is not a recording: it has neither events.jsonl nor session.wav.`,
      {
        code: 'not-a-recording',
        hint: 'Name a folder that `voicelive talk --record` made, or the events.jsonl in it.',
        exitCode: exitCodes.usage,
      },
    );
  }
  const missing =
    log.value === undefined
      ? `There is no event log, only sound: ${messageOf(log.problem)}.`
      : sound.value === undefined
        ? messageOf(sound.problem)
        : undefined;
  return {
    path,
    log: log.value,
    sound: sound.value,
    missing,
    close: () => {
      log.value?.close();
      sound.value?.close();
    },
  };
}

/** @throws VoiceliveError `recording-not-readable`, exit code 2 */
function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    throw notReadable(path, cause);
  }
}

function attempt<Value>(open: () => Value): {
  readonly value?: Value;
  readonly problem?: unknown;
} {
  try {
    return { value: open() };
  } catch (problem) {
    return { problem };
  }
}

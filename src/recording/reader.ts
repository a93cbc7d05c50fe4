import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VoiceliveError, exitCodes, messageOf } from '../shared/errors.js';
import { isJsonObject, type JsonObject } from '../shared/json.js';
import type { Input } from '../session/inputs.js';
import { Fields, UnfitLine } from './line-fields.js';
import { formatVersion } from './lines.js';
import { parseInput } from './parse-input.js';
import type { RecordingHeader } from './types.js';

/** A longer line is taken for a torn one; the recorder writes none. */
const maxLineBytes = 16 * 1024 * 1024;
const lineFeed = 10;

/** A recorded session. Feeding `inputs` to `update` gives the states that the session went through. */
export interface Recording {
  readonly header: RecordingHeader;
  readonly inputs: readonly Input[];
  /** Lines that are no JSON object: at most the last one after a kill. */
  readonly torn: number;
  /** Lines that are no input this version knows. */
  readonly skipped: number;
  /** Lines that the recorder lost to a full or failing disk, by its own account. */
  readonly lost: number;
}

/**
 * Reads the event log of a recording; a torn end, unknown fields and unknown lines do not stop it.
 * @param path folder of the recording, or its `events.jsonl`
 * @throws VoiceliveError `recording-not-readable`, `not-a-recording` or `recording-too-new`, exit code 2
 */
export async function readRecording(path: string): Promise<Recording> {
  let header: RecordingHeader | undefined;
  const inputs: Input[] = [];
  let torn = 0;
  let skipped = 0;
  let lost = 0;
  for await (const line of linesOf(path)) {
    const value = parseLine(line);
    if (header === undefined) {
      header = readHeader(value, path);
    } else if (value === undefined) {
      torn += 1;
    } else if (value['type'] === 'lines-lost') {
      lost += typeof value['lines'] === 'number' ? value['lines'] : 1;
    } else {
      const input = parseInput(value);
      if (input === undefined) skipped += 1;
      else inputs.push(input);
    }
  }
  if (header === undefined) throw notARecording(path);
  return { header, inputs, torn, skipped, lost };
}

/** Undefined for a line that is not a JSON object. */
function parseLine(line: string | undefined): JsonObject | undefined {
  if (line === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readHeader(line: JsonObject | undefined, path: string): RecordingHeader {
  if (line?.['voicelive'] !== 'recording') throw notARecording(path);
  const version = line['version'];
  if (typeof version === 'number' && version > formatVersion) {
    throw new VoiceliveError(
      `${path} is a recording of format version ${version}; this program reads up to version ${formatVersion}.`,
      {
        code: 'recording-too-new',
        hint: 'Use the version of voicelive that wrote it, or a later one.',
        exitCode: exitCodes.usage,
      },
    );
  }
  try {
    const fields = new Fields(line);
    return {
      program: fields.text('program'),
      startedAt: fields.text('startedAt'),
      target: fields.text('target'),
      model: fields.text('model'),
      mode: fields.oneOf('mode', 'hands-free', 'push-to-talk', 'text'),
      inputRateHz: fields.number('inputRateHz'),
      outputRateHz: fields.number('outputRateHz'),
    };
  } catch (thrown) {
    if (thrown instanceof UnfitLine) throw notARecording(path);
    throw thrown;
  }
}

function notARecording(path: string): VoiceliveError {
  return new VoiceliveError(
    `${path} is not a recording: its event log does not start with {"voicelive":"recording",…}.`,
    {
      code: 'not-a-recording',
      hint: 'Name a folder that `voicelive talk --record` made, or the events.jsonl in it.',
      exitCode: exitCodes.usage,
    },
  );
}

/**
 * The file's lines without their line feed; undefined for one that is too long. Not `node:readline`, which also breaks
 * lines at U+2028, and JSON leaves that character as it is.
 */
async function* linesOf(path: string): AsyncGenerator<string | undefined> {
  let pieces: Buffer[] = [];
  let bytes = 0;
  const takeLine = (): string | undefined => {
    const line = bytes > maxLineBytes ? undefined : Buffer.concat(pieces).toString();
    pieces = [];
    bytes = 0;
    return line;
  };
  const add = (piece: Buffer): void => {
    bytes += piece.length;
    if (bytes <= maxLineBytes) pieces.push(piece);
  };
  for await (const chunk of chunksOf(path)) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      add(chunk.subarray(start, end));
      yield takeLine();
      start = end + 1;
    }
    if (start < chunk.length) add(chunk.subarray(start));
  }
  if (bytes > 0) yield takeLine();
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, 'events.jsonl') : path;
    for await (const chunk of createReadStream(file)) {
      if (chunk instanceof Buffer) yield chunk;
    }
  } catch (cause) {
    throw new VoiceliveError(`The recording ${path} cannot be read: ${messageOf(cause)}.`, {
      code: 'recording-not-readable',
      hint: 'Name a folder that `voicelive talk --record` made, or the events.jsonl in it.',
      exitCode: exitCodes.usage,
      cause,
    });
  }
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { shapes as protocolShapes } from '../protocol/generated/shapes.js';
import { VoiceliveError, exitCodes, messageOf } from '../shared/errors.js';
import { isJsonObject, type JsonObject } from '../shared/json.js';
import type { Input } from '../session/inputs.js';
import { fits } from '../validation/validate.js';
import { lacksInFormat1, lineOfFormat1, readHeader1 } from './format-1.js';
import { unfold, type Numbered } from './lines/fold.js';
import { headerShape, type RecordingHeader } from './lines/header-shape.js';
import { knownFields } from './lines/known-fields.js';
import { recorderLineShapes } from './lines/line-shapes.js';
import { readLine } from './lines/read-line.js';
import { formatVersion } from './lines/write-line.js';
import type { StateDigest } from './state-digest.js';

/** A longer line is taken for a torn one; the recorder writes none. */
const maxLineBytes = 16 * 1024 * 1024;
const lineFeed = 10;

/** A recorded session. */
export interface Recording {
  readonly header: RecordingHeader;
  /** Feeding these to `update` gives the states that the session went through. */
  readonly inputs: readonly Input[];
  /** The state after the last input, when the session was closed and nothing got lost on the way. */
  readonly lastState?: StateDigest;
  /** What a replay would need and the recording's format does not have, in words for people. */
  readonly lacks: readonly string[];
  /** Lines that are not JSON objects: at most the last one after a kill. */
  readonly torn: number;
  /** Lines that are not inputs this version knows. */
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
  let start: Pick<Recording, 'header' | 'lacks'> | undefined;
  let body = new BodyReader((line) => line);
  for await (const line of linesOf(path)) {
    const value = parseLine(line);
    if (start !== undefined) {
      body.add(value);
      continue;
    }
    start = readHeader(value, path);
    if (value?.['version'] === 1) body = new BodyReader(lineOfFormat1);
  }
  if (start === undefined) throw notARecording(path);
  return { ...start, ...body.end() };
}

type Body = Omit<Recording, 'header' | 'lacks'>;

/** Collects the lines behind the header. */
class BodyReader {
  readonly #today: (line: JsonObject) => JsonObject;
  readonly #inputs: Input[] = [];
  /** Unfolded lines, which may belong between those of the next folded one. */
  #held: Numbered[] = [];
  #lastState: StateDigest | undefined;
  #torn = 0;
  #skipped = 0;
  #lost = 0;

  /** @param today brings a line of an older format into today's form */
  constructor(today: (line: JsonObject) => JsonObject) {
    this.#today = today;
  }

  /** @param line undefined for one that is not a JSON object */
  add(line: JsonObject | undefined): void {
    if (line === undefined) {
      this.#torn += 1;
      return;
    }
    if (line['fold'] !== undefined) {
      this.#addFolded(line);
      return;
    }
    this.#release();
    const lost = recorderLineShapes['lines-lost'];
    const last = recorderLineShapes['last-state'];
    if (line['type'] === 'lines-lost' && fits(lost, line, 'lenient')) this.#lost += line.lines;
    else if (line['type'] === 'last-state' && fits(last, line, 'lenient'))
      this.#lastState = line.fields;
    else this.#take(line);
  }

  end(): Body {
    this.#release();
    return {
      inputs: this.#inputs,
      ...(this.#lastState === undefined ? {} : { lastState: this.#lastState }),
      torn: this.#torn,
      skipped: this.#skipped,
      lost: this.#lost,
    };
  }

  #addFolded(line: JsonObject): void {
    const lines = unfold(line);
    if (lines === undefined) {
      this.#skipped += 1;
      return;
    }
    // Lines of one second overlap; one that begins behind all that are held belongs to the next second.
    const first = lines[0]?.number ?? 0;
    if (this.#held.every(({ number }) => number < first)) this.#release();
    this.#held.push(...lines);
  }

  #release(): void {
    for (const { line } of this.#held.sort((a, b) => a.number - b.number)) this.#take(line);
    this.#held = [];
  }

  #take(line: JsonObject): void {
    const input = readLine(this.#today(line));
    if (input === undefined) this.#skipped += 1;
    else this.#inputs.push(input);
  }
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

function readHeader(
  line: JsonObject | undefined,
  path: string,
): Pick<Recording, 'header' | 'lacks'> {
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
  if (version === 1) {
    const header = readHeader1(line);
    if (header !== undefined) return { header, lacks: lacksInFormat1 };
  }
  const header = knownFields(headerShape, line);
  if (version === formatVersion && fits(headerShape, header, 'strict', protocolShapes))
    return { header, lacks: [] };
  throw notARecording(path);
}

function notARecording(path: string): VoiceliveError {
  return new VoiceliveError(
    `${path} is not a recording: its event log does not start with {"voicelive":"recording",…}.`,
    {
      code: 'not-a-recording',
      hint: 'Use a folder made by `voicelive talk --record`, or its events.jsonl.',
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
      hint: 'Use a folder made by `voicelive talk --record`, or its events.jsonl.',
      exitCode: exitCodes.usage,
      cause,
    });
  }
}

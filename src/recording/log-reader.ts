import { shapes as protocolShapes } from '../protocol/generated/shapes.js';
import { VoiceliveError, exitCodes } from '../shared/errors.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../shared/json.js';
import { initialState } from '../session/initial-state.js';
import type { Input } from '../session/inputs.js';
import type { SessionState } from '../session/state.js';
import { fits } from '../validation/validate.js';
import { lacksInFormat1, lineOfFormat1, readHeader1 } from './format-1.js';
import { unfold } from './lines/fold.js';
import { headerShape, type RecordingHeader } from './lines/header-shape.js';
import { knownFields } from './lines/known-fields.js';
import { recorderLineShapes } from './lines/line-shapes.js';
import { LineSplitter } from './lines/line-splitter.js';
import { readLine } from './lines/read-line.js';
import { readRun, type NumberedInput } from './lines/read-run.js';
import { stateShape } from './lines/state-shape.js';
import { formatVersion } from './lines/write-line.js';
import type { StateDigest } from './state-digest.js';

/** What the first line of an event log says. */
export interface LogStart {
  readonly header: RecordingHeader;
  /** The state with which it begins. */
  readonly initial: SessionState;
  /** What a replay would need and the recording's format does not have, in words for people. */
  readonly lacks: readonly string[];
}

/** What is in an event log beside inputs, as far as it was read. */
export interface LogAccount {
  /** The state after the last input, when the session was closed and nothing got lost on the way. */
  readonly lastState?: StateDigest;
  /** It has its last line: nothing follows. */
  readonly ended: boolean;
  /** Lines that are not JSON objects: at most the last one after a kill. */
  readonly torn: number;
  /** Lines that are not inputs this version knows. */
  readonly skipped: number;
  /** Lines that the recorder lost to a full or failing disk, by its own account. */
  readonly lost: number;
}

/** Inputs of neighbouring lines. The log can be read again from `start`: no line before it has one of the later inputs. */
export interface Batch {
  /** First byte of the lines in the log. */
  readonly start: number;
  readonly inputs: readonly Input[];
}

/**
 * Reads an event log from its bytes, as they come: also one that is still being written. A torn line, unknown fields and
 * unknown lines do not stop it.
 */
export class LogReader {
  readonly #path: string;
  readonly #lines = new LineSplitter();
  #start: LogStart | undefined;
  #body = new BodyReader((line) => line);
  #bytes = 0;

  /** @param path for messages */
  constructor(path: string) {
    this.#path = path;
  }

  /** Undefined until the header was read. */
  get start(): LogStart | undefined {
    return this.#start;
  }

  get account(): LogAccount {
    return this.#body.account;
  }

  /** Bytes that were pushed. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @throws VoiceliveError `not-a-recording` or `recording-too-new`, exit code 2, for the header */
  *push(bytes: Uint8Array): Generator<Batch> {
    this.#bytes += bytes.length;
    for (const { text, start } of this.#lines.push(bytes)) yield* this.#line(text, start);
  }

  /** Nothing follows for now: gives what was held back because the next line might belong before it. */
  *release(): Generator<Batch> {
    yield* this.#body.release();
  }

  /**
   * Ends the log: what is left of it, the last line included if it has no line feed.
   * @throws VoiceliveError as `push`
   */
  *end(): Generator<Batch> {
    for (const { text, start } of this.#lines.end()) yield* this.#line(text, start);
    if (this.#start === undefined) throw notARecording(this.#path);
    yield* this.#body.release();
  }

  /** The inputs in a stretch of the log that begins and ends where a batch starts. */
  inputsIn(bytes: Uint8Array): readonly Input[] {
    const lines = new LineSplitter();
    const body = this.#body.sibling();
    const batches: Batch[] = [];
    for (const { text, start } of lines.push(bytes)) batches.push(...body.add(text, start));
    for (const { text, start } of lines.end()) batches.push(...body.add(text, start));
    batches.push(...body.release());
    return batches.flatMap(({ inputs }) => inputs);
  }

  *#line(text: string | undefined, start: number): Generator<Batch> {
    if (this.#start !== undefined) {
      yield* this.#body.add(text, start);
      return;
    }
    const header = parseLine(text);
    this.#start = readHeader(header, this.#path);
    if (header?.['version'] === 1) this.#body = new BodyReader(lineOfFormat1);
  }
}

/** Collects the lines behind the header. */
class BodyReader {
  readonly #today: (line: JsonObject) => JsonObject;
  /** Inputs of folded lines, which may belong between those of the next one. */
  #held: NumberedInput[] = [];
  #heldFrom = 0;
  #lastState: StateDigest | undefined;
  #repaired = false;
  #torn = 0;
  #skipped = 0;
  #lost = 0;

  /** @param today brings a line of an older format into today's form */
  constructor(today: (line: JsonObject) => JsonObject) {
    this.#today = today;
  }

  get account(): LogAccount {
    return {
      ...(this.#lastState === undefined ? {} : { lastState: this.#lastState }),
      ended: this.#lastState !== undefined || this.#repaired,
      torn: this.#torn,
      skipped: this.#skipped,
      lost: this.#lost,
    };
  }

  /** A reader of the same format that has read nothing. */
  sibling(): BodyReader {
    return new BodyReader(this.#today);
  }

  *add(text: string | undefined, start: number): Generator<Batch> {
    const line = parseLine(text);
    if (line === undefined) {
      this.#torn += 1;
      return;
    }
    if (line['fold'] !== undefined) {
      yield* this.#addFolded(line, start);
      return;
    }
    yield* this.release();
    const lost = recorderLineShapes['lines-lost'];
    const last = recorderLineShapes['last-state'];
    if (line['type'] === 'lines-lost' && fits(lost, line, 'lenient')) this.#lost += line.lines;
    else if (line['type'] === 'last-state' && fits(last, line, 'lenient'))
      this.#lastState = line.fields;
    else if (line['type'] === 'repaired') this.#repaired = true;
    else yield { start, inputs: this.#counted([this.#read(line)]) };
  }

  *release(): Generator<Batch> {
    if (this.#held.length === 0) return;
    const inputs = this.#held.sort((a, b) => a.number - b.number).map(({ input }) => input);
    this.#held = [];
    yield { start: this.#heldFrom, inputs: this.#counted(inputs) };
  }

  *#addFolded(line: JsonObject, start: number): Generator<Batch> {
    const inputs = readRun(line) ?? this.#readEach(line);
    if (inputs === undefined) {
      this.#skipped += 1;
      return;
    }
    // Lines of one second overlap; one that begins behind all that are held belongs to the next second.
    const first = inputs[0]?.number ?? 0;
    if (this.#held.every(({ number }) => number < first)) yield* this.release();
    if (this.#held.length === 0) this.#heldFrom = start;
    this.#held.push(...inputs);
  }

  #readEach(folded: JsonObject): readonly NumberedInput[] | undefined {
    return unfold(folded)?.map(({ number, line }) => ({ number, input: this.#read(line) }));
  }

  #read(line: JsonObject): Input | undefined {
    return readLine(this.#today(line));
  }

  /** Those that are inputs; the others are counted. */
  #counted(inputs: readonly (Input | undefined)[]): readonly Input[] {
    const known = inputs.filter((input) => input !== undefined);
    this.#skipped += inputs.length - known.length;
    return known;
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

function readHeader(line: JsonObject | undefined, path: string): LogStart {
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
    if (header !== undefined)
      return { header, initial: initialState(header.options), lacks: lacksInFormat1 };
  }
  const header = knownFields(headerShape, line);
  if (version === formatVersion && fits(headerShape, header, 'strict', protocolShapes))
    return { header, ...readInitial(line['initial'], header) };
  throw notARecording(path);
}

/** A state that is damaged, or has parts that only a later version knows, leaves what its inputs bring. */
function readInitial(
  value: JsonValue | undefined,
  { options }: RecordingHeader,
): Pick<LogStart, 'initial' | 'lacks'> {
  if (value === undefined) return { initial: initialState(options), lacks: [] };
  const initial = knownFields(stateShape, value);
  return fits(stateShape, initial, 'strict', protocolShapes)
    ? { initial, lacks: [] }
    : { initial: initialState(options), lacks: ['readable state at its beginning'] };
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

import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LogReader, type Batch, type LogAccount, type LogStart } from '../recording/log-reader.js';
import { chunksOf } from '../recording/reader.js';
import { redactInput } from '../recording/redact/redact-input.js';
import { redactState } from '../recording/redact/redact-state.js';
import { timelineRateHz } from '../recording/wav-timeline.js';
import { VoiceliveError, exitCodes, messageOf } from '../shared/errors.js';
import { reportOf, reportOfSound, type RecordingFacts } from './build/build-report.js';
import type { Moment } from './follow/moment.js';
import { SessionFollower } from './follow/session-follower.js';
import type { RecordingReport, Sources } from './report.js';
import { measureSound, type MeasuredSound } from './sound/measure-sound.js';
import { readSound, type SoundLevels } from './sound/read-sound.js';

/** A recording as it was inspected. */
export interface Inspection {
  /** Where the files are: not in the report, which may name a zip file. */
  readonly folder: string;
  readonly report: RecordingReport;
  /** Level and peak of each 10 ms of both sides, for waveforms; absent without a WAV, and when redacted. */
  readonly levels?: SoundLevels;
  /** A moment of the session on the report's clock. */
  readonly at: (sessionMs: number) => number;
}

/** The WAV ends so much earlier than the log says before it is reported: what a killed program had not written yet. */
const shortMs = 100;
/** How the recorder names a folder: nothing in it but a time and an id. */
const recorderName = /^\d{8}T\d{6}Z-\w+$/;

export interface InspectOptions {
  /** The report tells when things happened and how long they took, and not what was said. */
  readonly redact?: boolean;
  /** Follows the session while its log is read. */
  readonly follower?: { take(moment: Moment): void };
}

/**
 * Reads a recording and reports on it: on what there is of it, when something is missing or damaged.
 * @param place folder of the recording, or one of its two files
 * @param path what the user named, for the report and messages
 * @throws VoiceliveError exit code 2 when there is nothing to report on
 */
export async function inspectRecording(
  place: string,
  path = place,
  { redact = false, follower }: InspectOptions = {},
): Promise<Inspection> {
  const folder = await folderOf(place);
  const inspection = await inspectFolder(folder, path, { redact, ...(follower && { follower }) });
  if (!redact) return inspection;
  const { report, at } = inspection;
  const name = recorderName.test(basename(folder)) ? basename(folder) : 'recording';
  const notes = report.notes.map((note) => note.replaceAll(join(folder), name));
  return { folder, report: { ...report, path: name, notes }, at };
}

async function inspectFolder(
  folder: string,
  path: string,
  options: InspectOptions,
): Promise<Inspection> {
  const [log, sound] = await Promise.all([
    attempt(readLog(folder, options)),
    attempt(readLevels(folder)),
  ]);
  if ('failure' in log) {
    if ('failure' in sound || sound.value.durationMs === 0) throw nothingIn(path, log.failure);
    const measured = measureSound(sound.value);
    const notes = [`${messageOf(log.failure)} Only what can be heard in session.wav is reported.`];
    const facts = { path, sources: sourcesOf(undefined, true), notes };
    return { folder, report: reportOfSound(facts, measured), levels: sound.value, at: (ms) => ms };
  }
  const levels = 'value' in sound && sound.value.durationMs > 0 ? sound.value : undefined;
  const { recording, session } = log.value;
  const measured =
    levels && recording.header.redacted === undefined ? measureSound(levels) : undefined;
  const failure = 'failure' in sound ? sound.failure : undefined;
  const notes = notesOn(log.value, measured, failure);
  const { program, startedAt } = recording.header;
  const facts: RecordingFacts = {
    path,
    sources: sourcesOf(log.value, levels !== undefined),
    notes,
    program,
    startedAt,
  };
  const report = reportOf(facts, { session, ...(measured && { sound: measured }) });
  return { folder, report, ...(levels && { levels }), at: (ms) => session.clock.at(ms) };
}

interface ReadLog {
  readonly recording: LogStart & LogAccount;
  readonly session: SessionFollower;
}

/** Feeds the log to the session core as it is read: an hour's inputs would not fit into memory beside each other. */
async function readLog(
  folder: string,
  { redact = false, follower }: InspectOptions,
): Promise<ReadLog> {
  const path = join(folder, 'events.jsonl');
  const reader = new LogReader(path);
  let session: SessionFollower | undefined;
  const take = (batch: Batch): void => {
    session ??= reader.start && followerOf(reader.start, redact);
    for (const input of batch.inputs) {
      const shown = redact ? redactInput(input) : input;
      const moment = shown && session?.take(shown);
      if (moment !== undefined) follower?.take(moment);
    }
  };
  for await (const chunk of chunksOf(path)) for (const batch of reader.push(chunk)) take(batch);
  for (const batch of reader.end()) take(batch);
  const { start, account } = reader;
  // `end` has thrown when there is no header.
  if (start === undefined) throw new Error('a log without a header was read to its end');
  return { recording: { ...start, ...account }, session: session ?? followerOf(start, redact) };
}

function followerOf({ initial }: LogStart, redact: boolean): SessionFollower {
  const first = redact ? redactState(initial) : initial;
  const { inputRateHz, outputRateHz } = first.options;
  return new SessionFollower(first, timelineRateHz(inputRateHz, outputRateHz));
}

function readLevels(folder: string): Promise<SoundLevels> {
  return readSound(join(folder, 'session.wav'));
}

type Attempt<Value> = { readonly value: Value } | { readonly failure: unknown };

async function attempt<Value>(work: Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { value: await work };
  } catch (failure) {
    return { failure };
  }
}

/** The folder of a recording that is named by its folder or by one of its files. */
export async function folderOf(path: string): Promise<string> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile && ['events.jsonl', 'session.wav'].includes(basename(path)) ? dirname(path) : path;
}

function sourcesOf(log: ReadLog | undefined, sound: boolean): Sources {
  return {
    log: log !== undefined,
    sound,
    ended: log?.recording.ended === true,
    inputs: log?.session.inputs ?? 0,
    tornLines: log?.recording.torn ?? 0,
    skippedLines: log?.recording.skipped ?? 0,
    lostLines: log?.recording.lost ?? 0,
  };
}

function notesOn(
  { recording, session }: ReadLog,
  sound: MeasuredSound | undefined,
  soundFailure: unknown,
): readonly string[] {
  const { header, lacks, torn, skipped, lost, ended } = recording;
  const notes: string[] = [];
  if (header.redacted === true)
    notes.push(
      'This is a redacted copy: its words are blanked and its sound is silence, so nothing is measured from samples.',
    );
  if (lacks.length > 0) notes.push(`This recording has no ${listed(lacks)}.`);
  if (!ended && lost === 0 && lacks.length === 0)
    notes.push(
      'The event log has no end: the session is still running, or its program was killed. The report covers what was written so far.',
    );
  if (torn > 0) notes.push(`${lines(torn)} not JSON and could not be used.`);
  if (skipped > 0) notes.push(`${lines(skipped)} unknown to this version and not used.`);
  if (lost > 0) notes.push(`The recorder lost ${lost} lines to a full or failing disk.`);
  if (soundFailure !== undefined)
    notes.push(
      `session.wav is missing or cannot be used, so nothing is measured from samples: ${messageOf(soundFailure)}`,
    );
  else if (sound !== undefined && session.soundEndMs > sound.report.durationMs + shortMs)
    notes.push(
      `session.wav ends at ${seconds(sound.report.durationMs)}, but the event log has sound up to ${seconds(session.soundEndMs)}. What is measured covers the first part.`,
    );
  return notes;
}

function lines(count: number): string {
  return count === 1 ? '1 line of the event log is' : `${count} lines of the event log are`;
}

function listed(words: readonly string[]): string {
  return words.length === 1
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Neither file can be used. What is wrong with the log says most. */
function nothingIn(path: string, failure: unknown): VoiceliveError {
  if (failure instanceof VoiceliveError && failure.code !== 'recording-not-readable')
    return failure;
  return new VoiceliveError(
    `${path} is not a recording: it has neither a readable events.jsonl nor a session.wav with sound.`,
    {
      code: 'not-a-recording',
      hint: 'Name a folder that `voicelive talk --record` made.',
      exitCode: exitCodes.usage,
      cause: failure,
    },
  );
}

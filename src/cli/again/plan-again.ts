import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { labelOf, type DetectionChange, type MatrixRun } from '../../again/matrix.js';
import { recordedUser, type RecordedIntent, type RecordedUser } from '../../again/recorded-user.js';
import { intentsFor } from '../../again/sent-again.js';
import { onlyOptions, type OptionFiles } from '../../config/options/layers.js';
import { optionTable } from '../../config/options/option-table.js';
import { conflict } from '../../config/options/problems.js';
import { resolveOptions, type ResolvedOptions } from '../../config/options/resolve-options.js';
import { planSession, type SessionBase } from '../../config/session/session-plan.js';
import { planTarget } from '../../config/session/target.js';
import { checkRequestSession, isRequestSession } from '../../protocol/limits.js';
import { activeTurnDetection } from '../../protocol/turn-detection.js';
import { readRecording } from '../../recording/reader.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { formatProblem } from '../../validation/problem.js';
import { givenSoundFlag } from '../sound-flags.js';

/** Code of the error for a combination of a matrix that no session can have. */
export const impossibleCode = 'matrix-combination';

/** A recording whose user is to be sent again. */
export interface Source {
  /** As it was named. */
  readonly path: string;
  readonly folder: string;
  readonly user: RecordedUser;
  /** The WAV whose left channel is the microphone; absent when nothing of it was sent. */
  readonly wav?: string;
}

/** A session that sends it, checked; nothing is opened yet. */
export interface PlannedRun {
  readonly run: MatrixRun;
  readonly resolved: ResolvedOptions;
  readonly base: SessionBase;
  readonly intents: readonly RecordedIntent[];
}

/**
 * @param place folder of the recording, or its log
 * @param path what the user named
 * @throws VoiceliveError exit code 2 when there is nothing in it to send
 */
export async function readSource(place: string, path = place): Promise<Source> {
  const user = recordedUser(await readRecording(place));
  const folder = basename(place) === 'events.jsonl' ? dirname(place) : place;
  const wav = join(folder, 'session.wav');
  if (user.microphoneFromMs !== undefined) {
    if (existsSync(wav)) return { path, folder, user, wav };
    throw conflict(
      `${path} has no session.wav, and with it no microphone to send again.`,
      'Name the folder of a whole recording.',
    );
  }
  if (user.intents.length > 0) return { path, folder, user };
  throw conflict(`Nobody said or typed anything in ${path}.`, 'Name another recording.');
}

/**
 * The session of one combination: the recorded one, changed by environment, session file and flags, then by the matrix.
 * @throws VoiceliveError exit code 2, or 3 for a missing key
 */
export async function planRun(
  source: Source,
  flags: Readonly<Record<string, unknown>>,
  run: MatrixRun,
  files: OptionFiles,
): Promise<PlannedRun> {
  const { user, wav } = source;
  const recorded = user.options.mode;
  const given = { ...flags, ...run.flags };
  const sound = givenSoundFlag(given);
  if (recorded === 'text' && sound !== undefined)
    throw conflict(
      `${sound} cannot be used: ${source.path} is a session in text.`,
      'A text session has no audio.',
    );
  const options = resolveOptions({
    flags: given,
    env: process.env,
    files: 'profile' in flags ? files : withoutSession(files),
    command: 'run',
  });
  const { values } = options;
  const resolved: ResolvedOptions = {
    ...options,
    values: {
      ...values,
      text: recorded === 'text',
      // The comparison is printed instead; events are in the recording.
      json: false,
      mic: wav ?? 'none',
      speaker: values.speaker ?? 'none',
      record: values.record ?? besides(source),
    },
  };
  const base = baseOf(user, run);
  const { plan } = await planSession(resolved, base);
  planTarget(resolved, plan, process.env);
  if (recorded === 'hands-free' && plan.mode === 'push-to-talk' && wav !== undefined)
    throw conflict(
      `Turn detection cannot be switched off: ${source.path} has no push-to-talk keys.`,
      'Choose another --turn-detection.',
    );
  const intents = intentsFor(user.intents, { recorded, mode: plan.mode });
  return { run, resolved, base, intents: intents.map(withoutLostImage) };
}

/** The session is the recorded one, not the one that the user likes to have: where to connect is left of a configuration. */
function withoutSession(files: OptionFiles): OptionFiles {
  const rows = optionTable.filter(({ group, toSession }) => group === 'connection' && !toSession);
  return onlyOptions({ flags: {}, env: {}, files }, rows).files ?? files;
}

/** Where the original is: a zip file is unpacked elsewhere. */
function besides({ path }: Source): string {
  return dirname(resolve(basename(path) === 'events.jsonl' ? dirname(path) : path));
}

function baseOf({ options, results }: RecordedUser, run: MatrixRun): SessionBase {
  const { model, agent, session, prices, halfDuplex, hangOverMs, echoRoundTripMs } = options;
  return {
    // An agent has its own model.
    session: agent === true ? session : { model, ...session },
    settings: {
      ...(prices && { prices }),
      ...(halfDuplex && { halfDuplex }),
      ...(hangOverMs !== undefined && { hangOverMs }),
      ...(echoRoundTripMs !== undefined && { echoRoundTripMs }),
    },
    answerableTools: [...new Set([...options.runnableTools, ...results.map(({ name }) => name)])],
    change: (planned) => withDetection(planned, run),
  };
}

/** @throws VoiceliveError exit code 2 where the turn detection does not have the field */
function withDetection(session: SessionBase['session'], run: MatrixRun): SessionBase['session'] {
  const change: DetectionChange = run.detection;
  if (Object.keys(change).length === 0) return session;
  const detection = activeTurnDetection(session);
  if (detection === undefined)
    throw impossible(`${labelOf(run)}: the session has no turn detection.`);
  const changed = { ...session, turn_detection: { ...detection, ...change } };
  if (isRequestSession(changed)) return changed;
  const [problem] = checkRequestSession(changed);
  throw impossible(`${labelOf(run)}: ${problem === undefined ? '' : formatProblem(problem)}`);
}

/** The values are right, but not with each other. */
function impossible(sentence: string): VoiceliveError {
  return new VoiceliveError(sentence, { code: impossibleCode, exitCode: exitCodes.usage });
}

/** The log does not hold images: a file that is no longer there becomes a typed turn that names it. */
function withoutLostImage(recorded: RecordedIntent): RecordedIntent {
  const { intent } = recorded;
  if (intent.type !== 'show-image' || /^https?:/i.test(intent.source) || existsSync(intent.source))
    return recorded;
  return { ...recorded, intent: { type: 'say', text: `[image ${basename(intent.source)}]` } };
}

import { defaultRecordings } from '../../config/options/output.js';
import type { ResolvedOptions } from '../../config/options/resolve-options.js';
import { planSession, sessionOptions } from '../../config/session/session-plan.js';
import { planTarget } from '../../config/session/target.js';
import type { Recorder } from '../../recording/types.js';
import { createController, type Controller } from '../../session/controller/controller.js';
import type { ControllerParts } from '../../session/controller/controller-parts.js';
import type { Failure } from '../../session/failure.js';
import type { PartName } from '../../session/inputs.js';
import { outcomeWords } from '../../session/session-output.js';
import type { SessionOptions } from '../../session/state.js';
import { during } from '../../shared/clock.js';
import type { Secrets } from '../../shared/secrets/registry.js';
import type { DebugLog } from '../debug/debug-log.js';
import { repeatableRandom, timeless, type SessionTime } from '../fast/virtual-time.js';
import { Cleanup } from './cleanup.js';
import { signInTo } from './sign-in.js';
import type { SessionTerms, SessionToOpen } from './session-to-open.js';
import type { Talker } from './talker.js';

/** What a session runs in. Several sessions of one process have each their own. */
export interface SessionSurroundings {
  /** See `sessionTime`. */
  readonly time: SessionTime;
  readonly secrets: Secrets;
  /** Settles with an exit code when the session is to end from outside. */
  readonly outside: Promise<number>;
  /** Closes what the session opened. */
  readonly closer: Cleanup;
  /** Takes a line of diagnosis. */
  readonly tell: (text: string) => void;
}

/** How a session ended. */
export interface SessionEnd {
  readonly exitCode: number;
  /** Why it ended badly. */
  readonly failure?: Failure;
}

/**
 * Holds a session from its start to its end, without a trace in the process: no signals, no standard streams. See
 * `runSession` for the rest.
 * @param join lets somebody talk; called before anything is opened
 * @throws VoiceliveError for options that cannot be used
 */
export async function holdSession(
  resolved: ResolvedOptions,
  terms: SessionTerms,
  { time, secrets, outside, closer, tell }: SessionSurroundings,
  join: (controller: Controller) => Talker | Promise<Talker>,
): Promise<SessionEnd> {
  const { clock, virtual } = time;
  const planned = terms.planned ?? (await planSession(resolved, terms.user?.base));
  const targetPlan = planTarget(resolved, planned.plan, terms.env ?? process.env);
  if (!(await signInTo([targetPlan], outside, tell))) return { exitCode: await outside };
  const options = sessionOptions({
    resolved,
    planned,
    target: targetPlan,
    canAsk: terms.canAsk,
    microphone: resolved.values.mic ?? terms.microphone,
  });
  const opened = new Cleanup(secrets.hide, tell);
  const debug = await debugLog(resolved, secrets);
  const controller = createController({
    options,
    clock,
    ...(virtual?.seed !== undefined && { random: repeatableRandom(virtual.seed) }),
    readImage: timeless(clock, readImage),
    readFile: timeless(clock, readCommandFile),
    saveTranscript: timeless(clock, saveTranscript),
    secrets,
    ...(debug && { outputs: [debug.output] }),
    openRecording: timeless(
      clock,
      async (initial, directory = resolved.values.record ?? defaultRecordings) => {
        const { openRecording } = await import('./open-parts.js');
        return openRecording(session, directory, initial);
      },
    ),
  });
  closer.add(() => opened.close());
  closer.add(() => controller.close());
  for (const text of planned.warnings)
    controller.report({ type: 'notice', level: 'warning', text });
  const parts = partsOf(resolved, options);
  for (const part of parts) controller.report({ type: 'part-opening', part });
  const talker = await join(controller);
  closer.add(() => talker.close());
  controller.report({ type: 'start' });
  const recorders: Recorder[] = [];
  const session: SessionToOpen = {
    ...terms,
    resolved,
    planned,
    targetPlan,
    options,
    parts,
    controller,
    secrets,
    time,
    closer: opened,
    onRecorder: (recorder: Recorder) => recorders.push(recorder),
    ...(debug && { trace: debug.trace }),
    tell,
  };
  const opening = during(
    clock,
    import('./open-parts.js').then(({ openParts }) => openParts(session)),
  );
  const exitCode = await Promise.race([
    talker.left,
    outside,
    controller.ended.then((failure) => (failure ? failure.exitCode : talker.left)),
    opening.then(() => talker.left),
  ]);
  const { connection, connectionStartsMs } = controller.getState();
  const failure = connection.phase === 'closed' ? connection.failure : undefined;
  await talker.close();
  // A session that could not begin leaves nothing but the reason.
  if (failure === undefined || connectionStartsMs.length > 0) talker.summarise?.();
  await closer.close();
  for (const recorder of recorders) tell(`recording  ${outcomeWords(recorder)}`);
  return { exitCode, ...(failure && { failure }) };
}

async function debugLog(
  resolved: ResolvedOptions,
  secrets: Secrets,
): Promise<DebugLog | undefined> {
  const { debug } = resolved.values;
  if (debug === undefined) return undefined;
  const { openDebugLog } = await import('../debug/debug-log.js');
  return openDebugLog(debug, resolved, secrets);
}

function partsOf({ values }: ResolvedOptions, { mode }: SessionOptions): readonly PartName[] {
  return [
    ...(mode === 'text' ? [] : (['sound'] as const)),
    'transport',
    ...(values.record === undefined ? [] : (['recording'] as const)),
  ];
}

const readCommandFile: NonNullable<ControllerParts['readFile']> = async (use, path) => {
  const { readFileFor } = await import('./command-files.js');
  return readFileFor(use, path);
};

const saveTranscript: NonNullable<ControllerParts['saveTranscript']> = async (state, where) => {
  const { writeTranscript } = await import('./transcript-file.js');
  return writeTranscript(state, where);
};

async function readImage(path: string): Promise<string> {
  const { readImageFile } = await import('./image-file.js');
  return readImageFile(path);
}

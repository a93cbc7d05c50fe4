import { environmentSecrets } from '../../config/files/secrets.js';
import type { ResolvedOptions } from '../../config/options/resolve-options.js';
import { planSession, sessionOptions } from '../../config/session/session-plan.js';
import { planTarget } from '../../config/session/target.js';
import type { Recorder } from '../../recording/types.js';
import { defaultRecordings } from '../../config/options/output.js';
import { timeoutCode } from '../../session/connection/connection.js';
import { createController, type Controller } from '../../session/controller/controller.js';
import type { ControllerParts } from '../../session/controller/controller-parts.js';
import type { PartName } from '../../session/inputs.js';
import { exitCodes } from '../../shared/errors.js';
import { outcomeWords } from '../../session/session-output.js';
import type { SessionOptions } from '../../session/state.js';
import { withoutSecrets } from '../../shared/secrets/clean-error.js';
import { createSecrets } from '../../shared/secrets/registry.js';
import { closeBeforeExit } from '../terminal/exit-program.js';
import { watchOutsideEnd } from '../terminal/outside-end.js';
import { hideInReports } from '../terminal/report-cleanly.js';
import { reportFailure, writeDiagnostic } from '../terminal/report.js';
import { Cleanup } from './cleanup.js';
import type { SessionTerms } from './session-to-open.js';
import type { Talker } from './talker.js';

/**
 * Runs a session to its end: until whoever talks leaves, the program is ended from outside or the session ends by itself.
 * Gives the exit code, and reports on stderr what was recorded and why a session ended badly.
 * @param join lets somebody talk; called before anything is opened
 * @throws VoiceliveError for options that cannot be used
 */
export async function runSession(
  resolved: ResolvedOptions,
  terms: SessionTerms,
  join: (controller: Controller) => Talker | Promise<Talker>,
): Promise<number> {
  const outside = watchOutsideEnd();
  const secrets = createSecrets();
  secrets.learn(environmentSecrets(process.env));
  const shown = hideInReports(secrets);
  const closer = new Cleanup(secrets.hide);
  const closed = closeBeforeExit(() => closer.close());
  try {
    const planned = await planSession(resolved, terms.user?.base);
    const targetPlan = planTarget(resolved, planned.plan, process.env);
    const options = sessionOptions({
      resolved,
      planned,
      target: targetPlan,
      canAsk: terms.canAsk,
      microphone: resolved.values.mic ?? terms.microphone,
    });
    const opened = new Cleanup(secrets.hide);
    const controller = createController({
      options,
      readImage,
      readFile: readCommandFile,
      saveTranscript,
      secrets,
      openRecording: async (initial, directory = resolved.values.record ?? defaultRecordings) => {
        const { openRecording } = await import('./open-parts.js');
        return openRecording(session, directory, initial);
      },
    });
    closer.add(() => opened.close());
    closer.add(() => controller.close());
    const parts = partsOf(resolved, options);
    for (const part of parts) controller.report({ type: 'part-opening', part });
    const talker = await join(controller);
    closer.add(() => talker.close());
    controller.report({ type: 'start' });
    const recorders: Recorder[] = [];
    const session = {
      resolved,
      planned,
      targetPlan,
      options,
      parts,
      controller,
      secrets,
      closer: opened,
      onRecorder: (recorder: Recorder) => recorders.push(recorder),
    };
    const opening = import('./open-parts.js').then(({ openParts }) =>
      openParts({ ...session, ...terms }),
    );
    const exitCode = await Promise.race([
      talker.left,
      outside.exitCode,
      controller.ended.then((failure) => (failure ? failure.exitCode : talker.left)),
      opening.then(() => talker.left),
    ]);
    const { connection, connectionStartsMs } = controller.getState();
    const failure = connection.phase === 'closed' ? connection.failure : undefined;
    await talker.close();
    // A session that could not begin leaves nothing but the reason.
    if (failure === undefined || connectionStartsMs.length > 0) talker.summarise?.();
    await closer.close();
    for (const recorder of recorders) writeDiagnostic(`recording  ${outcomeWords(recorder)}`);
    if (failure?.code === timeoutCode && terms.timeoutEnds === true) {
      writeDiagnostic('The session ended: --timeout reached.');
      return exitCodes.ok;
    }
    return failure === undefined ? exitCode : reportFailure(failure);
  } catch (thrown) {
    throw withoutSecrets(thrown, secrets);
  } finally {
    await closer.close();
    closed();
    shown();
    outside.stop();
  }
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

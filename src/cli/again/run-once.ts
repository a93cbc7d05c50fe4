import { answerCalls } from '../../again/answer-calls.js';
import { recordedTools } from '../../again/recorded-tools.js';
import { TimedIntents } from '../../again/timed-intents.js';
import type { Controller } from '../../session/controller/controller.js';
import { covers } from '../../session/tools/tool-name.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { runSession } from '../session/run-session.js';
import type { SessionUser } from '../session/session-to-open.js';
import { printLines } from '../terminal/line-mode.js';
import type { PlannedRun, Source } from './plan-again.js';
import { sendSpoken, sendTyped } from './send-again.js';

/** What became of a session that sent a recording again. */
export interface RunOutcome {
  readonly run: PlannedRun['run'];
  readonly exitCode: number;
  /** Why it ended badly, a sentence. */
  readonly error?: string;
  /** Folder of the new recording. */
  readonly recording?: string;
}

/** The recording's microphone and its left channel. */
const userChannel = 0;

/**
 * Sends the user's side of a recording once.
 * @param prints whether the transcript is printed
 */
export async function runOnce(
  { user, wav }: Source,
  { run, resolved, base, intents }: PlannedRun,
  prints: boolean,
): Promise<RunOutcome> {
  const timed = new TimedIntents(intents);
  let controller: Controller | undefined;
  const again: SessionUser = {
    base,
    ...(wav === undefined
      ? {}
      : { microphoneTrack: { channel: userChannel, fromMs: user.microphoneFromMs ?? 0 } }),
    onMicrophone: (endMs) => {
      for (const intent of timed.before(endMs)) controller?.dispatch(intent);
    },
    tools: (real, approve) =>
      recordedTools(user.results, real, (name) =>
        typeof approve === 'string'
          ? approve === 'always'
          : approve.some((entry) => covers(entry, { name, server: undefined })),
      ),
  };
  const terms = { canAsk: true, microphone: 'none', user: again } as const;
  const exitCode = await runSession(resolved, terms, (opened) => {
    controller = opened;
    const stopAnswers = answerCalls(opened, user);
    const stopPrinting = prints ? printLines(opened) : () => Promise.resolve();
    const sent = wav === undefined ? sendTyped(opened, intents) : sendSpoken(opened, timed);
    return {
      left: sent.then(() => exitCodes.ok),
      close: async () => {
        stopAnswers();
        await stopPrinting();
      },
    };
  }).catch((thrown: unknown) => {
    if (thrown instanceof VoiceliveError) return thrown;
    throw thrown;
  });
  const state = controller?.getState();
  const recording = state?.options.recordingPath;
  const connection = state?.connection;
  const failure = connection?.phase === 'closed' ? connection.failure : undefined;
  const failed = exitCode instanceof VoiceliveError ? exitCode : undefined;
  const error = failed?.message ?? failure?.sentence;
  return {
    run,
    exitCode: failed?.exitCode ?? (typeof exitCode === 'number' ? exitCode : exitCodes.session),
    ...(error === undefined ? {} : { error }),
    ...(recording === undefined ? {} : { recording }),
  };
}

import { randomBytes } from 'node:crypto';
import { defaultRecordings } from '../../config/options/output.js';
import type { Recorder } from '../../recording/types.js';
import { failureOf } from '../../session/controller/failure.js';
import { openServerLink } from '../../session/controller/server-link.js';
import type { PartName } from '../../session/inputs.js';
import type { SessionState } from '../../session/state.js';
import { VoiceliveError } from '../../shared/errors.js';
import { createToolRunner } from '../../tools/runner.js';
import type { ToolSpec } from '../../tools/tool-spec.js';
import { timelessTools } from '../fast/virtual-time.js';
import { programVersion } from '../version.js';
import { openSound } from './open-sound.js';
import { openTarget, type Target } from './open-target.js';
import type { SessionToOpen, SessionToRecord } from './session-to-open.js';

/**
 * Opens what a session is put together from, gives it to the controller and reports it there: sound and emulator at the
 * same time, then the recording. What cannot be opened is reported as well.
 * @throws Error for faults of this program, and when the closer was closed meanwhile
 */
export async function openParts(session: SessionToOpen): Promise<void> {
  const { controller, parts, greeting } = session;
  const [, target] = await Promise.all([
    parts.includes('sound') ? reporting(session, 'sound', openSound(session)) : undefined,
    reporting(session, 'transport', openTransport(session)),
  ]);
  session.closer.check();
  if (target === undefined || controller.getState().connection.phase === 'closed') return;
  if (parts.includes('recording')) await reporting(session, 'recording', attachRecording(session));
  if (greeting !== undefined) controller.report({ type: 'notice', level: 'info', text: greeting });
}

/** Reports a failure of a part; undefined then. */
async function reporting<Value>(
  { controller }: SessionToOpen,
  part: PartName,
  opening: Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await opening;
  } catch (thrown) {
    if (!(thrown instanceof VoiceliveError)) throw thrown;
    controller.report({ type: 'part-failed', part, failure: failureOf(thrown) });
    return undefined;
  }
}

/** What the session speaks to, and the tools it runs. */
async function openTransport(session: SessionToOpen): Promise<Target> {
  const { controller, planned, targetPlan, secrets, closer, time, env = process.env } = session;
  const target = await openTarget(
    targetPlan,
    secrets,
    closer,
    (failure) => {
      controller.report({ type: 'part-failed', part: 'transport', failure });
    },
    { virtual: time.virtual, startEmulator: session.startEmulator, trace: session.trace, env },
  );
  // Without the program's secrets in the environment of the tools.
  const real = createToolRunner(planned.tools, { env, secrets, readTools });
  const tools = time.virtual === undefined ? real : timelessTools(real, time.clock);
  controller.attach({
    server: openServerLink((listener) => {
      const transport = target.open(listener);
      session.user?.onTransport?.(transport);
      return transport;
    }),
    tools: session.user?.tools?.(tools, controller.options.approve, time.clock) ?? tools,
  });
  controller.report({ type: 'part-open', part: 'transport' });
  return target;
}

async function readTools(path: string): Promise<readonly ToolSpec[]> {
  const { readToolFile } = await import('../../config/files/user-files.js');
  return readToolFile(path, '/tools');
}

/** @throws VoiceliveError exit code 2 when the folder cannot be made */
async function attachRecording(session: SessionToOpen): Promise<void> {
  const { controller, resolved } = session;
  const recording = await openRecording(session, resolved.values.record ?? defaultRecordings);
  controller.attach({ recording });
  controller.report({ type: 'part-open', part: 'recording', path: recording.path });
}

/**
 * Makes the folder of a recording.
 * @param directory where recordings are kept
 * @param initial the state with which it begins, in the middle of a session
 * @throws VoiceliveError exit code 2 when it cannot be made
 */
export async function openRecording(
  { controller, resolved, closer, secrets, time, targetPlan, onRecorder, tell }: SessionToRecord,
  directory: string,
  initial?: SessionState,
): Promise<Recorder> {
  const { options } = controller;
  const [{ openRecorder }, { recorderClockOf }, { blockingFileSystem }] = await Promise.all([
    import('../../recording/recorder.js'),
    import('../../recording/disk.js'),
    import('../../recording/blocking-disk.js'),
  ]);
  const recorder = await openRecorder({
    directory,
    id: randomBytes(3).toString('hex'),
    header: {
      program: programVersion(),
      pid: process.pid,
      startedAt: new Date(options.startedAtMs ?? Date.now()).toISOString(),
      ...(targetPlan.emulated
        ? { apiVersion: resolved.values.apiVersion }
        : { apiVersion: targetPlan.endpoint.apiVersion, endpoint: targetPlan.endpoint.host }),
      options: initial?.options ?? options,
    },
    ...(initial === undefined ? {} : { initial }),
    clock: recorderClockOf(time.clock),
    ...(time.virtual && { files: blockingFileSystem }),
    onTrouble: (sentence) => {
      controller.report({ type: 'recording-trouble', sentence });
      // Of JSON lines a user sees nothing.
      if (resolved.values.json) tell(secrets.hide(sentence));
    },
  });
  closer.add(() => recorder.close());
  onRecorder(recorder);
  return recorder;
}

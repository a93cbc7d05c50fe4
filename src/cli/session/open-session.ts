import { randomBytes } from 'node:crypto';
import type { ResolvedOptions } from '../../config/options/resolve-options.js';
import {
  planSession,
  sessionOptions,
  type PlannedSession,
  type SessionPlan,
} from '../../config/session/session-plan.js';
import { openRecorder } from '../../recording/recorder.js';
import type { Recorder } from '../../recording/types.js';
import { createController, type Controller } from '../../session/controller/controller.js';
import { monotonicMs } from '../../shared/clock.js';
import { createToolRunner } from '../../tools/runner.js';
import type { Closer } from './cleanup.js';
import { readImageFile } from './image-file.js';
import { createJsonPrinter } from '../terminal/json-lines.js';
import { writeDiagnostic } from '../terminal/report.js';
import type { Work } from './opening.js';
import { openTarget, type Target } from './open-target.js';
import { openSound, type Sound } from './open-sound.js';
import type { TargetPlan } from '../../config/session/target.js';
import { programVersion } from '../version.js';

/** Follows a part of the opening, e.g. to tell of it; gives back what it gives. */
export type Follow = <Value>(work: Work, done: Promise<Value>) => Promise<Value>;

/** A session, not yet started. */
export interface OpenedSession {
  readonly controller: Controller;
  readonly sound: Sound;
  readonly target: Target;
  /** Settles when a file that stands for a microphone has ended; absent for a device. */
  readonly inputEnded: Promise<void> | undefined;
}

/**
 * Opens what a session is made of: sound and emulator at the same time, then the recording and the controller. All of it
 * is given to the closer.
 * @throws VoiceliveError for what cannot be opened; Error when the closer was closed meanwhile
 */
export async function openSession(parts: {
  readonly resolved: ResolvedOptions;
  readonly planned: PlannedSession;
  readonly targetPlan: TargetPlan;
  /** What to use for a microphone that was not named. */
  readonly microphone: 'default' | 'none';
  readonly canAsk: boolean;
  readonly follow: Follow;
  readonly closer: Closer;
}): Promise<OpenedSession> {
  const { resolved, targetPlan, follow, closer } = parts;
  const { values } = resolved;
  let { planned } = parts;
  const hasSound = planned.plan.mode !== 'text';
  const [sound, target] = await all([
    follow('sound', openSound(values, planned.plan, parts.microphone, closer)),
    follow('emulator', openTarget(targetPlan, closer)),
  ]);
  closer.check();
  if (sound.kind === 'none' && hasSound) {
    planned = await planSession({ ...resolved, values: { ...values, text: true } });
  }
  const early: string[] = [];
  let onTrouble = (sentence: string): void => {
    early.push(sentence);
  };
  const recorder = await openRecording(resolved, planned.plan, target, (sentence) => {
    onTrouble(sentence);
  });
  const controller = createController({
    options: sessionOptions({
      resolved,
      planned,
      target,
      canAsk: parts.canAsk,
      microphone: sound.kind === 'open' && sound.hears ? sound.engine.microphone : 'none',
      ...(recorder === undefined ? {} : { recordingPath: recorder.path }),
      ...(sound.kind === 'open' && sound.roundTripMs !== undefined
        ? { echoRoundTripMs: sound.roundTripMs }
        : {}),
    }),
    clock: monotonicMs,
    openTransport: (listener) => target.open(listener),
    // Without the program's secrets in the environment of the tools.
    tools: createToolRunner(planned.tools, { env: process.env, secrets: target.secrets }),
    readImage: readImageFile,
    hangOverMs: values.pttHangOver,
    ...(sound.kind === 'open' ? { audio: sound.engine } : {}),
    ...(recorder === undefined ? {} : { recorder }),
    ...(values.json ? { observe: createJsonPrinter(target.secrets) } : {}),
  });
  closer.add(() => controller.close());
  onTrouble = (sentence) => {
    controller.recordingTrouble(sentence);
    // Of JSON lines a person sees nothing.
    if (values.json) writeDiagnostic(sentence);
  };
  for (const sentence of early) onTrouble(sentence);
  const inputEnded = sound.kind === 'open' ? listen(sound, controller) : undefined;
  return { controller, sound, target, inputEnded };
}

/** Waits for both, also when one fails: what the other opened is then there to be closed. */
async function all<First, Second>(
  promises: readonly [Promise<First>, Promise<Second>],
): Promise<readonly [First, Second]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/**
 * Opens a recording when one is asked for.
 * @throws VoiceliveError exit code 2 when the folder cannot be made
 */
async function openRecording(
  resolved: ResolvedOptions,
  plan: SessionPlan,
  target: Target,
  onTrouble: (sentence: string) => void,
): Promise<Recorder | undefined> {
  const directory = resolved.values.record;
  if (directory === undefined) return undefined;
  return openRecorder({
    directory,
    id: randomBytes(3).toString('hex'),
    header: {
      program: programVersion(),
      startedAt: new Date().toISOString(),
      target: target.label,
      model: plan.model,
      mode: plan.mode,
      inputRateHz: plan.inputRateHz,
      outputRateHz: plan.outputRateHz,
    },
    secrets: target.secrets,
    onTrouble,
  });
}

/** Gives the sound to the session. */
function listen(
  sound: Extract<Sound, { kind: 'open' }>,
  controller: Controller,
): Promise<void> | undefined {
  const ended = new Promise<void>((resolve) => {
    sound.listen((event) => {
      if (event.type === 'input-ended') resolve();
      controller.onAudio(event);
    });
  });
  return sound.engine.microphoneEnds ? ended : undefined;
}

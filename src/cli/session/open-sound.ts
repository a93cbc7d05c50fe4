import { planSession } from '../../config/session/session-plan.js';
import { readCalibration } from '../../config/files/calibration.js';
import { failureOf } from '../../session/controller/failure.js';
import { openSoundPath } from '../../session/controller/sound-path.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import type { SessionToOpen } from './session-to-open.js';
import { isSoundFile } from './sound-file.js';

/**
 * Opens microphone and speaker. Without a device that was named, the session continues in text mode. A file as microphone
 * is heard without a speaker, too. A device that was named and cannot be opened is an error.
 * @throws VoiceliveError exit code 4
 */
export async function openSound(session: SessionToOpen): Promise<void> {
  const { controller, resolved, closer } = session;
  const { values } = resolved;
  try {
    await openEngine(session, values.speaker ?? 'default');
  } catch (thrown) {
    closer.check();
    const noDevice = thrown instanceof VoiceliveError && thrown.exitCode === exitCodes.sound;
    if (!noDevice || values.speaker !== undefined) throw thrown;
    if (values.mic === undefined) {
      const { plan } = await planSession({ ...resolved, values: { ...values, text: true } });
      const failure = failureOf(thrown);
      controller.report({ type: 'part-failed', part: 'sound', failure, textSession: plan.session });
    } else if (isSoundFile(values.mic)) {
      controller.onAudio({ type: 'missing', what: 'speaker', error: thrown });
      await openEngine(session, 'none');
    } else throw thrown;
  }
}

async function openEngine(session: SessionToOpen, speaker: string): Promise<void> {
  const { controller, resolved, planned, closer } = session;
  const { values } = resolved;
  const { createAudioEngine } = await import('../../audio/engine.js');
  const microphone = values.mic ?? session.microphone;
  const calibration = readCalibration(process.env, microphone, values.speaker ?? 'default');
  const engine = createAudioEngine({
    inputRateHz: planned.plan.inputRateHz,
    outputRateHz: planned.plan.outputRateHz,
    microphone,
    speaker,
    lowLatency: values.lowLatency,
    backend: values.audioBackend,
    ...(calibration === undefined ? {} : { deviceDepthMs: calibration.deviceDepthMs }),
  });
  // It can be closed while it opens, too.
  closer.add(() => engine.close());
  controller.attach({ sound: openSoundPath(engine) });
  let hears = engine.microphone !== 'none';
  await engine.start((event) => {
    if (event.type === 'missing' && event.what === 'microphone') hears = false;
    controller.onAudio(event);
  });
  controller.report({
    type: 'part-open',
    part: 'sound',
    ...(hears ? {} : { noMicrophone: true }),
    ...(calibration === undefined ? {} : { echoRoundTripMs: calibration.roundTripMs }),
  });
}

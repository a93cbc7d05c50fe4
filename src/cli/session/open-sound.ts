import { samplesToMs } from '../../audio/pure/pcm.js';
import { planSession } from '../../config/session/session-plan.js';
import type { OptionValues } from '../../config/options/option-table.js';
import { conflict } from '../../config/options/problems.js';
import {
  findCalibration,
  outdatedCalibration,
  readCalibrations,
  type Calibration,
} from '../../config/files/calibration.js';
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
  const { virtual } = session.time;
  if (virtual) checkNoDevice(values);
  try {
    await openEngine(session, values.speaker ?? (virtual ? 'none' : 'default'));
  } catch (thrown) {
    closer.check();
    const noDevice = thrown instanceof VoiceliveError && thrown.exitCode === exitCodes.sound;
    if (!noDevice || values.speaker !== undefined) throw thrown;
    if (values.mic === undefined) {
      const { plan } = await planSession(
        { ...resolved, values: { ...values, text: true } },
        session.user?.base,
      );
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
  const { inputRateHz } = planned.plan;
  const { createAudioEngine } = await import('../../audio/engine.js');
  const microphone = values.mic ?? session.microphone;
  const calibrations = readCalibrations(process.env);
  const measured = (backend: string): Calibration | undefined =>
    findCalibration(calibrations, {
      microphone,
      speaker: values.speaker ?? 'default',
      backend,
      lowLatency: values.lowLatency,
    });
  const engine = createAudioEngine(
    {
      inputRateHz,
      outputRateHz: planned.plan.outputRateHz,
      microphone,
      speaker,
      lowLatency: values.lowLatency,
      backend: values.audioBackend,
      ...(session.user?.microphoneTrack && { microphoneTrack: session.user.microphoneTrack }),
      ...(session.user?.microphone && { scripted: session.user.microphone }),
      ...(session.user?.sink && { sink: session.user.sink }),
      deviceDepthOf: (backend) => measured(backend)?.deviceDepthMs,
    },
    { clock: session.time.clock },
  );
  // It can be closed while it opens, too.
  closer.add(() => engine.close());
  controller.attach({ sound: openSoundPath(engine) });
  let hears = engine.microphone !== 'none';
  let calibration: Calibration | undefined;
  let names = { microphone: engine.microphone, speaker };
  await engine.start((event) => {
    if (event.type === 'missing' && event.what === 'microphone') hears = false;
    if (event.type === 'missing') names = { ...names, [event.what]: 'none' };
    if (event.type === 'backend') {
      calibration = measured(event.name);
      const { microphone: heard = names.microphone, speaker: played = names.speaker } = event;
      names = { microphone: heard, speaker: played };
      const { name, reason = '' } = event;
      session.trace?.('audio', { backend: name, reason, ...names });
    }
    if (event.type === 'captured') {
      const { samples, sequence } = event.frame;
      session.user?.onMicrophone?.(samplesToMs((sequence + 1) * samples.length, inputRateHz));
    }
    controller.onAudio(event);
  });
  controller.report({
    type: 'part-open',
    part: 'sound',
    ...(hears ? {} : { noMicrophone: true }),
    ...(calibration === undefined ? {} : { echoRoundTripMs: calibration.roundTripMs }),
  });
  if (calibrations.isOutdated) {
    controller.report({ type: 'notice', level: 'info', text: outdatedCalibration });
  }
  if (session.namesDevices) void nameDevices(session, names);
}

/** @throws VoiceliveError exit code 2 for a device, which has a time of its own */
function checkNoDevice({ mic, speaker }: OptionValues): void {
  for (const [flag, name] of [
    ['--mic', mic],
    ['--speaker', speaker],
  ] as const) {
    if (name === undefined || name === 'none' || isSoundFile(name)) continue;
    throw conflict(
      `--fast cannot be combined with ${flag} ${name}.`,
      'A device runs in real time. Use a WAV file or none.',
    );
  }
}

/** Tells which devices are in use; the names of the defaults are asked for once they are open. */
async function nameDevices(
  { controller, resolved }: SessionToOpen,
  { microphone, speaker }: { readonly microphone: string; readonly speaker: string },
): Promise<void> {
  const usesDefault = microphone === 'default' || speaker === 'default';
  const { listDevices } = await import('../../audio/list-devices.js');
  const listed = usesDefault ? await listDevices(resolved.values.audioBackend).catch(() => []) : [];
  const nameOf = (name: string, usual = 'default'): string =>
    name !== 'default' || usual === 'default' ? name : `${usual} (default)`;
  const input = nameOf(microphone, listed.find((device) => device.isDefaultInput)?.name);
  const output = nameOf(speaker, listed.find((device) => device.isDefaultOutput)?.name);
  const text = `Microphone: ${input}. Speaker: ${output}.`;
  controller.report({ type: 'notice', level: 'info', text });
}

import type { AudioEngine, AudioEvent } from '../../audio/kernel/engine-types.js';
import { readCalibration } from '../../config/files/calibration.js';
import type { OptionValues } from '../../config/options/option-table.js';
import type { SessionPlan } from '../../config/session/session-plan.js';
import type { Closer } from './cleanup.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';

/** Sound that was opened, or why there is none. */
export type Sound =
  | {
      readonly kind: 'open';
      readonly engine: AudioEngine;
      /** False when the default microphone is not there. */
      readonly hears: boolean;
      /** From the speaker to the microphone, as measured for these devices. */
      readonly roundTripMs?: number;
      /** Why a file speaks to nobody: there is no speaker. */
      readonly problem?: VoiceliveError;
      listen(listener: (event: AudioEvent) => void): void;
    }
  | { readonly kind: 'none'; readonly problem?: VoiceliveError };

/**
 * Opens microphone and speaker. Without a device that was named, the session goes on in text: then the problem is
 * returned, to be shown with its fix. A file as microphone is heard without a speaker, too. A device that was named and
 * cannot be opened is an error.
 * @param microphone what to use for a microphone that was not named: `default`, or `none` where turns are typed
 * @throws VoiceliveError exit code 4
 */
export async function openSound(
  values: OptionValues,
  plan: SessionPlan,
  microphone: 'default' | 'none',
  closer: Closer,
): Promise<Sound> {
  if (plan.mode === 'text') return { kind: 'none' };
  const { createAudioEngine } = await import('../../audio/engine.js');
  const calibration = readCalibration(
    process.env,
    values.mic ?? microphone,
    values.speaker ?? 'default',
  );
  const open = async (speaker: string): Promise<Sound> => {
    let listener: ((event: AudioEvent) => void) | undefined;
    const early: AudioEvent[] = [];
    const engine = createAudioEngine({
      inputRateHz: plan.inputRateHz,
      outputRateHz: plan.outputRateHz,
      microphone: values.mic ?? microphone,
      speaker,
      lowLatency: values.lowLatency,
      backend: values.audioBackend,
      ...(calibration === undefined ? {} : { deviceDepthMs: calibration.deviceDepthMs }),
    });
    // It can be closed while it opens, too.
    closer.add(() => engine.close());
    await engine.start((event) => {
      if (listener) listener(event);
      // Frames that come before the session listens are room noise of a session that is not there yet.
      else if (event.type === 'backend' || event.type === 'missing') early.push(event);
    });
    return {
      kind: 'open',
      engine,
      hears: !early.some((event) => event.type === 'missing' && event.what === 'microphone'),
      ...(calibration === undefined ? {} : { roundTripMs: calibration.roundTripMs }),
      listen: (listen) => {
        listener = listen;
        for (const event of early.splice(0)) listen(event);
      },
    };
  };
  try {
    return await open(values.speaker ?? 'default');
  } catch (thrown) {
    closer.check();
    const noDevice = thrown instanceof VoiceliveError && thrown.exitCode === exitCodes.sound;
    if (!noDevice || values.speaker !== undefined) throw thrown;
    if (values.mic === undefined) return { kind: 'none', problem: thrown };
    if (!/\.wav$/i.test(values.mic)) throw thrown;
    return { ...(await open('none')), problem: thrown };
  }
}
